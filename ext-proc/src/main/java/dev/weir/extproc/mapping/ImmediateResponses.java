package dev.weir.extproc.mapping;

import dev.weir.extproc.answer.ImmediateResponse;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.http.LocalResponse;
import java.util.OptionalInt;

/// Turns a plugin's local response into what the proxy is told.
public final class ImmediateResponses {
  private ImmediateResponses() {}

  public static ImmediateResponse of(LocalResponse answer, Drops drops) {
    return new ImmediateResponse(
        answer.status(),
        HeaderMutations.all(answer.headers(), drops),
        Slice.of(answer.body().toByteArray()),
        answer.grpcStatus() == LocalResponse.NO_GRPC_STATUS
            ? OptionalInt.empty()
            : OptionalInt.of(answer.grpcStatus()),
        answer.details());
  }
}
