#!/usr/bin/env bash
# Builds api-key.wasm beside this script and records its digest and the compiler it was built with.
#
#   build.sh            build and record
#   build.sh OUT.wasm   build to OUT.wasm only (a test compares it with the recorded bytes)
#   build.sh --tools    print what the bytes depend on; fails where a tool is missing
#
# Needs Go 1.26 or newer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Nothing of the machine's own Go settings may reach the bytes.
export GOOS=wasip1 GOARCH=wasm CGO_ENABLED=0 GOENV=off GOFLAGS= GOWASM= GOEXPERIMENT= GOWORK=off
export GOTOOLCHAIN=local GOPROXY=off

compile() { # -trimpath: no paths of this machine; -buildid=: no digest of them either
  local out
  out=$(realpath "$1")
  go build -buildmode=c-shared -trimpath -buildvcs=false -ldflags="-s -w -buildid=" -o "$out" .
}

tools() { go version | sed -E 's/^go version (\S+).*/go: \1/'; }

case ${1:-} in
--tools) tools ;;
"")
  compile api-key.wasm
  sha256sum api-key.wasm >api-key.wasm.sha256
  tools >api-key.wasm.tools
  ;;
*) compile "$1" ;;
esac
