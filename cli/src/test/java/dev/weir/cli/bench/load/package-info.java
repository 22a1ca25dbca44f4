@NullMarked
package dev.weir.cli.bench.load;

import org.jspecify.annotations.NullMarked;
