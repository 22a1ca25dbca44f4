# Sourced by each filter's build.sh, which defines `compile OUT` and, where the compiler is not clang, `tools`.
#
#   build.sh            build and record
#   build.sh OUT.wasm   build to OUT.wasm only (a test compares it with the recorded bytes)
#   build.sh --tools    print what the bytes depend on; fails where a tool is missing
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[1]}")"

# The C compiler for all filters; on Debian: apt-get install clang lld wasi-libc libclang-rt-dev-wasm32
wasm_clang() {
  clang --target=wasm32-wasi -std=c17 -Wall -Wextra -Werror -fvisibility=hidden -mexec-model=reactor -Wl,-s "$@"
}

digest_of() { sha256sum "$1" | cut -d' ' -f1; }

tools() {
  local libc runtime
  libc=$(clang --target=wasm32-wasi -print-file-name=libc.a)
  [ "$libc" != libc.a ] || libc=/usr/lib/wasm32-wasi/libc.a
  runtime=$(clang --target=wasm32-wasi -print-libgcc-file-name)
  echo "clang: $(clang --version | head -n 1)"
  echo "wasm-ld: $(wasm-ld --version | head -n 1)"
  echo "libc.a: sha256:$(digest_of "$libc")"
  echo "$(basename "$runtime"): sha256:$(digest_of "$runtime")"
}

# run NAME [ARGUMENT]: what build.sh was called for.
run() {
  case ${2:-} in
  --tools) tools ;;
  "")
    compile "$1.wasm"
    chmod 644 "$1.wasm"
    sha256sum "$1.wasm" >"$1.wasm.sha256"
    tools >"$1.wasm.tools"
    ;;
  *) compile "$2" ;;
  esac
}
