/// Placeholder.
@NullMarked
package dev.weir.proxywasm;

import org.jspecify.annotations.NullMarked;
