@NullMarked
package dev.weir.cli.bench;

import org.jspecify.annotations.NullMarked;
