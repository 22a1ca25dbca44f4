/// ext_proc over grpc-netty: event loops that are the lanes, our own marshaller, one call object
/// for each stream. The only package that imports Netty.
@NullMarked
package dev.weir.extproc.server;

import org.jspecify.annotations.NullMarked;
