@NullMarked
package dev.weir.engine.chicory;

import org.jspecify.annotations.NullMarked;
