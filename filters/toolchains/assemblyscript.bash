# Sourced by the build.sh of each AssemblyScript filter: the compiler and the SDK come from npm, by the
# folder's package-lock.json.
. "$(dirname "${BASH_SOURCE[0]}")/../build.bash"

# asc ARGUMENT...: installs on first use.
asc() {
  [ -x node_modules/.bin/asc ] || npm ci --no-fund --no-audit --loglevel=error
  node_modules/.bin/asc "$@"
}

# Only what is installed: a test that asks for the tools must not fetch any.
tools() {
  local package
  [ -x node_modules/.bin/asc ] || { echo "asc: not installed (npm ci)"; return 1; }
  for package in $(sed -n 's/^ *"\([^"]*\)": "[0-9.]*",*$/\1/p' package.json); do
    echo "$package: $(sed -n 's/^[[:space:]]*"version": "\([^"]*\)".*/\1/p' "node_modules/$package/package.json")"
  done
}
