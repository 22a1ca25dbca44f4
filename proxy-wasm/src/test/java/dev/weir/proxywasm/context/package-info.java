@NullMarked
package dev.weir.proxywasm.context;

import org.jspecify.annotations.NullMarked;
