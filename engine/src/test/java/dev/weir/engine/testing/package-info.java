/// Helpers of tests, shared with other modules as a test jar.
@NullMarked
package dev.weir.engine.testing;

import org.jspecify.annotations.NullMarked;
