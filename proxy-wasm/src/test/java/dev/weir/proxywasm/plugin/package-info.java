@NullMarked
package dev.weir.proxywasm.plugin;

import org.jspecify.annotations.NullMarked;
