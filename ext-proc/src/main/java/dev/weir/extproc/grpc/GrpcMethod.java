package dev.weir.extproc.grpc;

/// Starts the calls of one method.
@FunctionalInterface
public interface GrpcMethod {
  /// Called on the connection's event loop. It may close the call at once; else it asks for the
  /// first message.
  CallHandler start(GrpcCall call, CallHeaders headers);
}
