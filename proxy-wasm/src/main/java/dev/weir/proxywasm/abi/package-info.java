/// Proxy-Wasm ABI v0.2.1 and the older versions in use: names, codes and memory layout. Nothing
/// here runs a plugin.
///
/// Types are named after the specification's own headings, so that either can be read beside the
/// other.
@NullMarked
package dev.weir.proxywasm.abi;

import org.jspecify.annotations.NullMarked;
