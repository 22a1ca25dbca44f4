#!/usr/bin/env bash
# Builds the no-op ext_proc server into the user cache, unless it is there already, and prints its
# path. Needs Go; the first build takes its modules from the Go module proxy.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here"
key=$({ go version; cat go.mod go.sum main.go; } | sha256sum | cut -c1-16)
folder=${WEIR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/weir}/noop-ext-proc
binary=$folder/noop-ext-proc-$key

if [ ! -x "$binary" ]; then
  mkdir -p "$folder"
  unfinished=$(mktemp "$folder/unfinished.XXXXXX")
  trap 'rm -f "$unfinished"' EXIT
  CGO_ENABLED=0 GOFLAGS=-mod=readonly go build -trimpath -buildvcs=false -ldflags=-s -o "$unfinished" .
  chmod 755 "$unfinished"
  mv "$unfinished" "$binary"
fi
echo "$binary"
