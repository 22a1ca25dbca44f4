#!/usr/bin/env bash
# Builds c.wasm beside this script; ../../build.bash has the options and what it needs.
. "$(dirname "${BASH_SOURCE[0]}")/../../build.bash"

compile() { wasm_clang -Oz -Wl,-z,stack-size=16384 -I../../include -o "$1" gate.c; }

run c "$@"
