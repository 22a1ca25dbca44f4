/// Placeholder.
@NullMarked
package dev.weir.extproc;

import org.jspecify.annotations.NullMarked;
