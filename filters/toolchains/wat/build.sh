#!/usr/bin/env bash
# Builds wat.wasm beside this script with WABT; ../../build.bash has the options.
. "$(dirname "${BASH_SOURCE[0]}")/../../build.bash"

compile() { wat2wasm gate.wat -o "$1"; }

tools() { echo "wat2wasm: $(wat2wasm --version)"; }

run wat "$@"
