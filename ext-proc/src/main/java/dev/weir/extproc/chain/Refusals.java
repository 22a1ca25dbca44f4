package dev.weir.extproc.chain;

import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.LocalResponse;

/// Local responses that the host gives by itself.
public final class Refusals {
  private static final int CONTENT_TOO_LARGE = 413;
  private static final int INTERNAL_SERVER_ERROR = 500;
  private static final int SERVICE_UNAVAILABLE = 503;

  /// gRPC `INTERNAL`.
  private static final int GRPC_INTERNAL = 13;

  /// gRPC `UNAVAILABLE`.
  private static final int GRPC_UNAVAILABLE = 14;

  private Refusals() {}

  /// A plugin left something that is no sequence of gRPC messages.
  public static LocalResponse bodyMalformed() {
    return new LocalResponse(
        INTERNAL_SERVER_ERROR,
        new HeaderMap(),
        Bytes.EMPTY,
        GRPC_INTERNAL,
        "weir_grpc_body_malformed");
  }

  /// A plugin let go of body bytes when no answer could carry them any more.
  public static LocalResponse bodyStranded() {
    return new LocalResponse(
        INTERNAL_SERVER_ERROR,
        new HeaderMap(),
        Bytes.EMPTY,
        LocalResponse.NO_GRPC_STATUS,
        "weir_body_stranded");
  }

  /// Body bytes came after plugins had to be told the end, for want of any sign of more.
  public static LocalResponse bodyAfterItsEnd() {
    return unavailable("weir_body_after_its_end");
  }

  /// The proxy asks for a chain that is not here.
  public static LocalResponse unknownChain() {
    return unavailable("weir_unknown_chain");
  }

  /// What Envoy's own Wasm filter answers when a plugin that must not fail has failed.
  static LocalResponse pluginFailed() {
    return unavailable("wasm_fail_stream");
  }

  static LocalResponse closedByPlugin() {
    return unavailable("wasm_close_stream");
  }

  static LocalResponse heldTooMuch(Direction direction, long limitBytes) {
    boolean request = direction == Direction.REQUEST;
    return new LocalResponse(
        request ? CONTENT_TOO_LARGE : INTERNAL_SERVER_ERROR,
        new HeaderMap(),
        Bytes.utf8("body too large for a plugin to hold (limit: %d bytes)%n".formatted(limitBytes)),
        LocalResponse.NO_GRPC_STATUS,
        request ? "request_payload_too_large" : "response_payload_too_large");
  }

  private static LocalResponse unavailable(String details) {
    return new LocalResponse(
        SERVICE_UNAVAILABLE, new HeaderMap(), Bytes.EMPTY, GRPC_UNAVAILABLE, details);
  }
}
