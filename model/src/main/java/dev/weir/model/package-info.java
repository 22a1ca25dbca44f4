/// The resources as records: what a document says once it has been read, checked and resolved.
///
/// A record here is right from its constructor on: defaults are applied, durations and sizes are
/// numbers, choices are sealed. Nothing here reads YAML (that is [dev.weir.model.document]), opens
/// a file, or knows gRPC, Envoy's protobufs or Wasm.
@NullMarked
package dev.weir.model;

import org.jspecify.annotations.NullMarked;
