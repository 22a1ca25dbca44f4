/// TCP connections as plugins see them; what HTTP plugins see stands in `http`.
@NullMarked
package dev.weir.proxywasm.tcp;

import org.jspecify.annotations.NullMarked;
