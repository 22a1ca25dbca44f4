@NullMarked
package dev.weir.cli.bench.extproc;

import org.jspecify.annotations.NullMarked;
