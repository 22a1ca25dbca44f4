/// What the benchmarks' reports have in common: spreads, targets, the machine, text in columns.
@NullMarked
package dev.weir.cli.bench.table;

import org.jspecify.annotations.NullMarked;
