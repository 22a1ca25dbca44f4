/// Placeholder.
@NullMarked
package dev.weir.xds;

import org.jspecify.annotations.NullMarked;
