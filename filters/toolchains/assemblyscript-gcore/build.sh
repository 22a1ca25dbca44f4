#!/usr/bin/env bash
# Builds assemblyscript-gcore.wasm beside this script with npm; ../../build.bash has the options.
. "$(dirname "${BASH_SOURCE[0]}")/../assemblyscript.bash"

# The shim maps what the SDK takes from a JavaScript host to WASI.
compile() {
  asc gate.ts -o "$1" -O3 --config node_modules/@assemblyscript/wasi-shim/asconfig.json --use abort=abort_proc_exit
}

run assemblyscript-gcore "$@"
