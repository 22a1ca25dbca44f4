/// A gRPC server on Netty's HTTP/2 codec ("gRPC over HTTP2", RFC 9113): connections and how long
/// they last, calls, and messages as bytes. It knows nothing of ext_proc.
///
/// A call lives on its connection's event loop from the first byte to the last, without a thread, a
/// lock or a queue in between. Services that are written for grpc-java run on it as well.
@NullMarked
package dev.weir.extproc.grpc;

import org.jspecify.annotations.NullMarked;
