#!/usr/bin/env bash
# Builds rust.wasm beside this script with cargo and, once, rustup target add wasm32-unknown-unknown;
# ../../build.bash has the options.
. "$(dirname "${BASH_SOURCE[0]}")/../../build.bash"

target=wasm32-unknown-unknown

# Where sources lie must not reach the bytes.
without_paths() {
  local folder
  echo "--remap-path-prefix=$PWD=gate"
  for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
    echo "--remap-path-prefix=$folder=crates"
  done
}

compile() {
  local out
  out=$(realpath "$1")
  cargo fetch --quiet --target "$target"
  RUSTFLAGS=$(without_paths | tr '\n' ' ') cargo build --quiet --release --target "$target"
  cp "target/$target/release/gate.wasm" "$out"
}

# Only what is on this machine: a test that asks for the tools must not fetch any.
tools() {
  ls "$(rustc --print sysroot)/lib/rustlib/$target/lib/"libstd-*.rlib >/dev/null
  echo "rustc: $(rustc --version)"
  cargo tree --offline --quiet --target "$target" --prefix none --no-dedupe |
    sed -E 's/ v/: /; s/ \(.*//' | sort -u | grep -v '^gate:'
}

run rust "$@"
