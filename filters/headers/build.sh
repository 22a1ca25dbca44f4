#!/usr/bin/env bash
# Builds headers.wasm beside this script and records its digest and the tools it was built with.
#
#   build.sh            build and record
#   build.sh OUT.wasm   build to OUT.wasm only (a test compares it with the recorded bytes)
#   build.sh --tools    print what the bytes depend on; fails where a tool is missing
#
# Needs clang with lld, wasi-libc and compiler-rt for wasm32; on Debian:
#   apt-get install clang lld wasi-libc libclang-rt-dev-wasm32
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

compile() {
  clang --target=wasm32-wasi -std=c17 -Oz -flto -Wall -Wextra -Werror -fvisibility=hidden \
    -mexec-model=reactor -Wl,-s -Wl,-z,stack-size=16384 \
    -I../include -o "$1" headers.c configuration.c json.c
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

case ${1:-} in
--tools) tools ;;
"")
  compile headers.wasm
  chmod 644 headers.wasm
  sha256sum headers.wasm >headers.wasm.sha256
  tools >headers.wasm.tools
  ;;
*) compile "$1" ;;
esac
