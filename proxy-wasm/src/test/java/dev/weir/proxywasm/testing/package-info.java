/// Fakes that stand in for a lane and for an exchange; shared with other modules as a test jar.
@NullMarked
package dev.weir.proxywasm.testing;

import org.jspecify.annotations.NullMarked;
