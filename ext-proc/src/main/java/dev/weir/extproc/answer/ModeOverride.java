package dev.weir.extproc.answer;

import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.WireWriter;

/// Which parts of the rest of an exchange the proxy shall send: `ProcessingMode`.
///
/// A proxy takes body modes literally and cannot keep one as it is, so both are always given.
public record ModeOverride(
    Sending responseHeaders,
    BodyMode requestBody,
    BodyMode responseBody,
    Sending requestTrailers,
    Sending responseTrailers) {
  private static final int RESPONSE_HEADER_MODE = 2;
  private static final int REQUEST_BODY_MODE = 3;
  private static final int RESPONSE_BODY_MODE = 4;
  private static final int REQUEST_TRAILER_MODE = 5;
  private static final int RESPONSE_TRAILER_MODE = 6;

  /// `HeaderSendMode`.
  public enum Sending {
    AS_CONFIGURED(0),
    SEND(1),
    SKIP(2);

    private final int number;

    Sending(int number) {
      this.number = number;
    }
  }

  /// A body in a duplex mode always comes with its trailers.
  public ModeOverride {
    if (requestBody == BodyMode.UNKNOWN || responseBody == BodyMode.UNKNOWN) {
      throw new IllegalArgumentException(
          "mode override: bodies %s and %s (expected: known modes)"
              .formatted(requestBody, responseBody));
    }
    requestTrailers = requestBody.duplex() ? Sending.SEND : requestTrailers;
    responseTrailers = responseBody.duplex() ? Sending.SEND : responseTrailers;
  }

  /// How the body of this direction is sent.
  public BodyMode body(Direction direction) {
    return direction == Direction.REQUEST ? requestBody : responseBody;
  }

  void writeTo(WireWriter out) {
    out.number(RESPONSE_TRAILER_MODE, responseTrailers.number);
    out.number(REQUEST_TRAILER_MODE, requestTrailers.number);
    out.number(RESPONSE_BODY_MODE, responseBody.number());
    out.number(REQUEST_BODY_MODE, requestBody.number());
    out.number(RESPONSE_HEADER_MODE, responseHeaders.number);
  }
}
