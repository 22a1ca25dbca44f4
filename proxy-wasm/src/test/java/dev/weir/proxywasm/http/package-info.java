@NullMarked
package dev.weir.proxywasm.http;

import org.jspecify.annotations.NullMarked;
