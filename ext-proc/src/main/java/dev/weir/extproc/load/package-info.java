/// From a `FilterChain` resource to plugins that can take traffic: fetched, checked, compiled,
/// started on every lane, configured, warm. Runs off the lanes.
@NullMarked
package dev.weir.extproc.load;

import org.jspecify.annotations.NullMarked;
