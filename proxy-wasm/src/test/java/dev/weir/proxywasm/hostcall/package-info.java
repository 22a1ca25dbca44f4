@NullMarked
package dev.weir.proxywasm.hostcall;

import org.jspecify.annotations.NullMarked;
