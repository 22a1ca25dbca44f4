@NullMarked
package dev.weir.proxywasm.state;

import org.jspecify.annotations.NullMarked;
