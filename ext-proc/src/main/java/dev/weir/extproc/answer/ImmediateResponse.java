package dev.weir.extproc.answer;

import dev.weir.extproc.wire.Slice;
import java.util.OptionalInt;

/// A response that the proxy sends by itself, in place of the upstream's.
///
/// @param status HTTP status, 200..599 (a proxy would turn anything below 200 into 200)
/// @param grpcStatus the status a gRPC client sees, 0..16
/// @param details what the proxy's access log says; without blanks
public record ImmediateResponse(
    int status, HeaderMutation headers, Slice body, OptionalInt grpcStatus, String details) {
  private static final int MIN_STATUS = 200;
  private static final int MAX_STATUS = 599;
  private static final int MAX_GRPC_STATUS = 16;

  /// Whether this is more than one message should carry, and can be sent in several.
  public boolean isLong() {
    return body.length() > Side.MAX_PIECE_BYTES && grpcStatus.isEmpty();
  }

  public ImmediateResponse {
    if (status < MIN_STATUS || status > MAX_STATUS) {
      throw new IllegalArgumentException(
          "status: %d (expected: %d to %d)".formatted(status, MIN_STATUS, MAX_STATUS));
    }
    if (grpcStatus.isPresent()
        && (grpcStatus.getAsInt() < 0 || grpcStatus.getAsInt() > MAX_GRPC_STATUS)) {
      grpcStatus = OptionalInt.empty();
    }
    details = details.replaceAll("\\s", "_");
  }
}
