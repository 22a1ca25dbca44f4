/// What the benchmark of the proxy-wasm host measures of one module, in a Java virtual machine of
/// its own.
@NullMarked
package dev.weir.cli.bench.host.measure;

import org.jspecify.annotations.NullMarked;
