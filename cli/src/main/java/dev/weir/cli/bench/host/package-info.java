/// `weir bench host`: which modules are measured, in which processes, and what is said about it.
@NullMarked
package dev.weir.cli.bench.host;

import org.jspecify.annotations.NullMarked;
