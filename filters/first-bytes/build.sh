#!/usr/bin/env bash
# Builds first-bytes.wasm beside this script; ../build.bash has the options and what it needs.
. "$(dirname "${BASH_SOURCE[0]}")/../build.bash"

compile() { wasm_clang -Oz -Wl,-z,stack-size=16384 -I../include -I../headers -o "$1" first-bytes.c ../headers/json.c; }

run first-bytes "$@"
