/// Foreign functions: what Envoy offers to plugins beyond the ABI, under the same names.
@NullMarked
package dev.weir.proxywasm.foreign;

import org.jspecify.annotations.NullMarked;
