/// Contexts of one VM instance: its plugin contexts and the stream contexts below them.
@NullMarked
package dev.weir.proxywasm.context;

import org.jspecify.annotations.NullMarked;
