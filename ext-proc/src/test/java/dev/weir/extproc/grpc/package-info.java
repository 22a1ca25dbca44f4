/// The gRPC server alone, over frames made by hand, grpc-java's clients and real sockets.
@NullMarked
package dev.weir.extproc.grpc;

import org.jspecify.annotations.NullMarked;
