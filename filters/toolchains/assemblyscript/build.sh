#!/usr/bin/env bash
# Builds assemblyscript.wasm beside this script with npm; ../../build.bash has the options.
. "$(dirname "${BASH_SOURCE[0]}")/../assemblyscript.bash"

# The stub runtime never collects: the smallest module, for a filter that does not allocate per request.
compile() { asc gate.ts -o "$1" -O3 --runtime stub --use abort=; }

run assemblyscript "$@"
