@NullMarked
package dev.weir.proxywasm.property;

import org.jspecify.annotations.NullMarked;
