/// How a property path is resolved: the plugin's own names, then what the header maps tell, then
/// what the transport knows.
@NullMarked
package dev.weir.proxywasm.property;

import org.jspecify.annotations.NullMarked;
