/// Measurements that are run by hand: `HostBenchmark`.
@NullMarked
package dev.weir.proxywasm.bench;

import org.jspecify.annotations.NullMarked;
