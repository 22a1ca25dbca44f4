@NullMarked
package dev.weir.proxywasm.foreign;

import org.jspecify.annotations.NullMarked;
