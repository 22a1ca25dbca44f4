@NullMarked
package dev.weir.cli.bench.host;

import org.jspecify.annotations.NullMarked;
