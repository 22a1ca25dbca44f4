/// The engine port on Chicory, whose compiler turns Wasm into JVM classes. No other package of Weir
/// imports that library, so that a later decision can replace it here.
@NullMarked
package dev.weir.engine.chicory;

import org.jspecify.annotations.NullMarked;
