/// The Wasm engine behind a small port: compile, instantiate, call and bound a WebAssembly module.
///
/// The public types are the port; the one implementation is `ChicoryEngine`, and no other package
/// of Weir sees the library under it. Nothing here knows proxy-wasm, HTTP or Envoy.
@NullMarked
package dev.weir.engine;

import org.jspecify.annotations.NullMarked;
