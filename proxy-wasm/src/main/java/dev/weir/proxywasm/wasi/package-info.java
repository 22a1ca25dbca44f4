/// The part of WASI that proxy-wasm modules get: output to the log, clocks, randomness, the
/// configured environment. No files, no sockets, nothing of the host's own.
@NullMarked
package dev.weir.proxywasm.wasi;

import org.jspecify.annotations.NullMarked;
