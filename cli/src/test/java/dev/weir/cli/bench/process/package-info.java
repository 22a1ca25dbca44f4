@NullMarked
package dev.weir.cli.bench.process;

import org.jspecify.annotations.NullMarked;
