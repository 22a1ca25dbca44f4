/// The nouns of the proxy-wasm host: what a plugin is made of, what it may use, how it fails.
///
/// Lowest package but `abi`. What a request shows to a plugin is in `http`, what a host lends to it
/// in `service`; `plugin` loads modules and runs plugins.
@NullMarked
package dev.weir.proxywasm;

import org.jspecify.annotations.NullMarked;
