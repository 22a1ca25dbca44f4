@NullMarked
package dev.weir.engine.cache;

import org.jspecify.annotations.NullMarked;
