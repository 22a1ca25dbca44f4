/// The Envoy that `weir up` runs: finding or obtaining its executable, its bootstrap, and its life
/// as a child process. What Envoy is configured with beyond the bootstrap comes over xDS.
@NullMarked
package dev.weir.cli.envoy;

import org.jspecify.annotations.NullMarked;
