@NullMarked
package dev.weir.cli.bench.report;

import org.jspecify.annotations.NullMarked;
