@NullMarked
package dev.weir.engine.module;

import org.jspecify.annotations.NullMarked;
