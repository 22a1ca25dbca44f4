package dev.weir.proxywasm.http;

import dev.weir.proxywasm.Bytes;

/// An answer that a plugin gives in the place of the upstream; `proxy_send_local_response`.
///
/// @param status HTTP status, 200..599
/// @param headers further headers, may be empty
/// @param grpcStatus 0..16, or [#NO_GRPC_STATUS]
/// @param details response code details, without blanks
public record LocalResponse(
    int status, HeaderMap headers, Bytes body, int grpcStatus, String details) {
  public static final int NO_GRPC_STATUS = -1;
  private static final int LOWEST_STATUS = 200;
  private static final int HIGHEST_STATUS = 599;

  public LocalResponse {
    if (!isStatus(status)) {
      throw new IllegalArgumentException(
          "local response status: %d (expected: 200..599)".formatted(status));
    }
  }

  /// Whether `status` can end an exchange.
  public static boolean isStatus(int status) {
    return status >= LOWEST_STATUS && status <= HIGHEST_STATUS;
  }
}
