@NullMarked
package dev.weir.cli.bench.table;

import org.jspecify.annotations.NullMarked;
