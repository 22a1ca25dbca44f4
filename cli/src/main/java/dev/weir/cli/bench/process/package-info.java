/// Processes that a benchmark starts, and the CPU time the kernel accounts to them.
@NullMarked
package dev.weir.cli.bench.process;

import org.jspecify.annotations.NullMarked;
