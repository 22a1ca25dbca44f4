#!/usr/bin/env bash
# Builds zig.wasm beside this script with Zig 0.15; ../../build.bash has the options.
. "$(dirname "${BASH_SOURCE[0]}")/../../build.bash"

# As an ordinary installation, or as the PyPI package `ziglang`.
zig() {
  if type -P zig >/dev/null; then
    command zig "$@"
  else
    "${PYTHON:-python3}" -m ziglang "$@"
  fi
}

compile() {
  local cache
  cache=$(mktemp -d)
  zig build-exe gate.zig -target wasm32-freestanding -fno-entry -rdynamic -O ReleaseSmall -fstrip \
    --stack 16384 --cache-dir "$cache" -femit-bin="$1"
  rm -rf "$cache"
}

tools() {
  local version
  version=$(zig version)
  echo "zig: $version"
}

run zig "$@"
