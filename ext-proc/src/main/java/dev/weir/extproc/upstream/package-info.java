/// The services that plugins call: one client for each, shared by the lanes and by all plugins that
/// call it in the same way.
///
/// Nothing here runs on a lane but the start of a call, and that never waits. What a plugin is told
/// of a failure is what Envoy would tell it.
@NullMarked
package dev.weir.extproc.upstream;

import org.jspecify.annotations.NullMarked;
