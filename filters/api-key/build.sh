#!/usr/bin/env bash
# Builds api-key.wasm beside this script with Go 1.26 or newer; ../build.bash has the options.
. "$(dirname "${BASH_SOURCE[0]}")/../build.bash"

# Nothing of the machine's own Go settings may reach the bytes.
export GOOS=wasip1 GOARCH=wasm CGO_ENABLED=0 GOENV=off GOFLAGS= GOWASM= GOEXPERIMENT= GOWORK=off
export GOTOOLCHAIN=local GOPROXY=off

compile() { # -trimpath: no paths of this machine; -buildid=: no digest of them either
  local out
  out=$(realpath "$1")
  go build -buildmode=c-shared -trimpath -buildvcs=false -ldflags="-s -w -buildid=" -o "$out" .
}

tools() { go version | sed -E 's/^go version (\S+).*/go: \1/'; }

run api-key "$@"
