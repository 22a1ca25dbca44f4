# Sourced by each filter's build.sh, which defines `compile OUT` and, where the compiler is not clang, `tools`.
#
#   build.sh            build and record
#   build.sh OUT.wasm   build to OUT.wasm only (a test compares it with the recorded bytes)
#   build.sh --tools    print what the bytes depend on; fails where a tool is missing
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[-1]}")"

# The compilers of the C and C++ filters; on Debian:
# apt-get install clang lld wasi-libc libclang-rt-dev-wasm32, for C++ libc++-dev-wasm32 too
wasm_flags=(--target=wasm32-wasi -Wall -Wextra -Werror -fvisibility=hidden -mexec-model=reactor -Wl,-s)
wasm_clang() { clang "${wasm_flags[@]}" -std=c17 "$@"; }
wasm_clangxx() { clang++ "${wasm_flags[@]}" -std=c++17 -fno-exceptions "$@"; }

digest_of() { sha256sum "$1" | cut -d' ' -f1; }

tools() { clang_tools libc.a; }

# clang_tools LIBRARY...: the compiler, the linker, and what is linked from outside this repository.
clang_tools() {
  local library file runtime
  echo "clang: $(clang --version | head -n 1)"
  echo "wasm-ld: $(wasm-ld --version | head -n 1)"
  for library in "$@"; do
    file=$(clang --target=wasm32-wasi -print-file-name="$library")
    [ "$file" != "$library" ] || file=/usr/lib/wasm32-wasi/$library
    echo "$library: sha256:$(digest_of "$file")"
  done
  runtime=$(clang --target=wasm32-wasi -print-libgcc-file-name)
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
