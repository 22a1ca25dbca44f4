#!/usr/bin/env bash
# Builds probe.wasm beside this script; ../build.bash has the options and what it needs.
. "$(dirname "${BASH_SOURCE[0]}")/../build.bash"

compile() { wasm_clang -O2 -o "$1" probe.c interpreter.c hostcalls.c; }

run probe "$@"
