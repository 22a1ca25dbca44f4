/// The ext_proc services on the gRPC server: event loops that are the lanes, one call object for
/// each stream, and who is let in.
@NullMarked
package dev.weir.extproc.server;

import org.jspecify.annotations.NullMarked;
