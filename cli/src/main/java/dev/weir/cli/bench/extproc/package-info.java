/// `weir bench`: what Weir costs beside Envoy alone, Envoy's own Wasm VM and a no-op ext_proc
/// server, measured in turns within one run. The load is in [dev.weir.cli.bench.load], CPU
/// accounting in [dev.weir.cli.bench.process]; here is what is compared, how, and how it is told.
@NullMarked
package dev.weir.cli.bench.extproc;

import org.jspecify.annotations.NullMarked;
