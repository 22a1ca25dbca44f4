#!/usr/bin/env bash
# Builds cpp.wasm beside this script; ../../build.bash has the options. Beside what the C filters need it
# wants, on Debian, libc++-dev-wasm32.
. "$(dirname "${BASH_SOURCE[0]}")/../../build.bash"

compile() { wasm_clangxx -Oz -Wl,-z,stack-size=16384 -I../../include -o "$1" gate.cc; }

tools() { clang_tools libc.a libc++.a libc++abi.a; }

run cpp "$@"
