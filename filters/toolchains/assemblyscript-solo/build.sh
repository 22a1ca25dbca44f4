#!/usr/bin/env bash
# Builds assemblyscript-solo.wasm beside this script with npm; ../../build.bash has the options.
. "$(dirname "${BASH_SOURCE[0]}")/../assemblyscript.bash"

# The SDK needs the reference-counting runtime, the default of this compiler.
compile() { asc gate.ts -b "$1" -O3 --use abort=abort_proc_exit; }

run assemblyscript-solo "$@"
