/// The Wasm engine as a small port: compile, instantiate, call and bound a WebAssembly module.
///
/// These types are all that the rest of Weir sees of it; `chicory` implements them. Nothing here
/// knows proxy-wasm, HTTP or Envoy.
@NullMarked
package dev.weir.engine;

import org.jspecify.annotations.NullMarked;
