/// Loading modules and running plugins: compile, start, configure, replace, quarantine, close.
@NullMarked
package dev.weir.proxywasm.plugin;

import org.jspecify.annotations.NullMarked;
