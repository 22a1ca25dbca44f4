package dev.weir.extproc.server;

import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.function.Consumer;

/// Which limit a stream was refused for.
public enum Refusal {
  STREAMS(Code.UNAVAILABLE, "more open streams (limit: --max-streams)"),
  PEER(Code.UNAVAILABLE, "more open streams of one peer (limit: --max-streams-per-peer)"),
  METADATA(Code.INVALID_ARGUMENT, "more metadata (limit: --max-metadata)"),
  /// gRPC itself ends such a stream, before it reads the message.
  MESSAGE(Code.RESOURCE_EXHAUSTED, "a larger message (limit: --max-message)");

  /// For who does not want to hear of them.
  static final Consumer<Refusal> IGNORED = _ -> {};

  private final Code code;
  private final String reason;

  Refusal(Code code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  Status status() {
    return code.toStatus().withDescription("ext-proc: " + reason);
  }
}
