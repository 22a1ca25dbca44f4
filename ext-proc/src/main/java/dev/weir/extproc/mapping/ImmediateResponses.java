package dev.weir.extproc.mapping;

import dev.weir.extproc.answer.ImmediateResponse;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.http.LocalResponse;
import java.util.OptionalInt;
import java.util.Set;

/// Turns a plugin's local response into what the proxy is told.
public final class ImmediateResponses {
  /// Source: RFC 9110 §6.4.1.
  private static final Set<Integer> BODILESS = Set.of(204, 304);

  private ImmediateResponses() {}

  /// A proxy writes whatever body it is given, and behind a status that has none the client would
  /// take it for its next response.
  public static ImmediateResponse of(LocalResponse answer, Drops drops) {
    Slice body = Slice.of(answer.body().toByteArray());
    if (!body.isEmpty() && BODILESS.contains(answer.status())) {
      drops.dropped(Drops.Reason.NO_BODY);
      body = Slice.empty();
    }
    return new ImmediateResponse(
        answer.status(),
        HeaderMutations.all(answer.headers(), drops),
        body,
        answer.grpcStatus() == LocalResponse.NO_GRPC_STATUS
            ? OptionalInt.empty()
            : OptionalInt.of(answer.grpcStatus()),
        answer.details());
  }
}
