/// Bytes that are expensive to make, kept on disk between runs. Knows nothing of what they are.
@NullMarked
package dev.weir.engine.cache;

import org.jspecify.annotations.NullMarked;
