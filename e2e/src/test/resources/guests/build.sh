#!/usr/bin/env bash
# Assembles the .wat files here; `sha256sum --check SHA256SUMS` tells whether the bytes are the recorded ones.
#
#   build.sh         assemble beside the sources and record the digests
#   build.sh DIR     assemble into DIR only
#
# Needs wat2wasm; on Debian: apt-get install wabt
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
out=${1:-.}
for source in *.wat; do
  wat2wasm "$source" -o "$out/${source%.wat}.wasm"
done
if [ "$out" = . ]; then
  sha256sum ./*.wasm >SHA256SUMS
fi
