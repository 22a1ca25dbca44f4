package dev.weir.extproc.answer;

import dev.weir.extproc.answer.Answer.Kind;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.Slice;
import dev.weir.extproc.wire.WireWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Composes answers. Field numbers are those of `envoy.service.ext_proc.v3.ProcessingResponse`.
final class Answers {
  private static final int IMMEDIATE_RESPONSE = 7;
  private static final int DYNAMIC_METADATA = 8;
  private static final int OVERRIDE_MESSAGE_TIMEOUT = 10;

  /// The only field of `HeadersResponse` and `BodyResponse`, and of `TrailersResponse`.
  private static final int INNER = 1;

  /// `CommonResponse`.
  private static final int STATUS = 1;

  private static final int HEADER_MUTATION = 2;
  private static final int BODY_MUTATION = 3;
  private static final int CLEAR_ROUTE_CACHE = 5;
  private static final int CONTINUE_AND_REPLACE = 1;

  /// `BodyMutation`.
  private static final int BODY = 1;

  private static final int CLEAR_BODY = 2;
  private static final int STREAMED_RESPONSE = 3;
  private static final int STREAMED_END_OF_STREAM = 2;

  /// `ImmediateResponse`.
  private static final int IMMEDIATE_STATUS = 1;

  private static final int IMMEDIATE_HEADERS = 2;
  private static final int IMMEDIATE_BODY = 3;
  private static final int IMMEDIATE_GRPC_STATUS = 4;
  private static final int IMMEDIATE_DETAILS = 5;

  private static final Map<Kind, Answer> UNCHANGED = unchanged();

  private Answers() {}

  /// The answer that changes nothing; the same object each time.
  static Answer unchanged(Kind kind) {
    return Objects.requireNonNull(UNCHANGED.get(kind));
  }

  static Answer common(Kind kind, Common common, Slice metadata) {
    Slice tail = common.body() instanceof BodyChange.Replace(Slice bytes) ? bytes : Slice.empty();
    WireWriter out = new WireWriter(tail.length());
    writeBody(common.body(), out);
    if (common.route() == Route.CLEAR_CACHE) {
      out.number(CLEAR_ROUTE_CACHE, 1);
    }
    // Envoy ignores clear_route_cache unless the header mutation is present, if only empty.
    if (!common.headers().isEmpty() || common.route() == Route.CLEAR_CACHE) {
      int since = out.written();
      common.headers().writeTo(out);
      out.wrap(HEADER_MUTATION, since);
    }
    if (common.rest() == Rest.REPLACED) {
      out.number(STATUS, CONTINUE_AND_REPLACE);
    }
    out.wrap(INNER, 0);
    return finish(kind, out, tail, metadata);
  }

  static Answer streamedBody(Kind kind, Slice bytes, boolean endOfStream, Slice metadata) {
    WireWriter out = new WireWriter(bytes.length());
    out.wrap(BODY, 0);
    if (endOfStream) {
      out.number(STREAMED_END_OF_STREAM, 1);
    }
    out.wrap(STREAMED_RESPONSE, 0);
    out.wrap(BODY_MUTATION, 0);
    out.wrap(INNER, 0);
    return finish(kind, out, bytes, metadata);
  }

  static Answer trailers(Kind kind, HeaderMutation mutation, Slice metadata) {
    WireWriter out = new WireWriter(0);
    mutation.writeTo(out);
    out.wrap(INNER, 0);
    return finish(kind, out, Slice.empty(), metadata);
  }

  static Answer immediate(ImmediateResponse response, Slice metadata) {
    Slice body = response.body();
    WireWriter out = new WireWriter(body.length());
    out.wrap(IMMEDIATE_BODY, 0);
    out.bytes(IMMEDIATE_DETAILS, Slice.utf8(response.details()).toByteArray());
    response.grpcStatus().ifPresent(status -> nested(out, IMMEDIATE_GRPC_STATUS, status));
    int since = out.written();
    response.headers().writeTo(out);
    out.wrap(IMMEDIATE_HEADERS, since);
    nested(out, IMMEDIATE_STATUS, response.status());
    out.wrap(IMMEDIATE_RESPONSE, 0);
    addMetadata(out, metadata);
    return new Answer(Kind.IMMEDIATE, out.toByteArray(), body);
  }

  static Answer moreTime(Duration time) {
    WireWriter out = new WireWriter(0);
    out.number(2, time.toNanosPart());
    out.number(1, time.toSeconds());
    out.wrap(OVERRIDE_MESSAGE_TIMEOUT, 0);
    return new Answer(Kind.MORE_TIME, out.toByteArray(), Slice.empty());
  }

  private static void writeBody(BodyChange change, WireWriter out) {
    switch (change) {
      case BodyChange.Keep() -> {}
      case BodyChange.Clear() -> {
        out.number(CLEAR_BODY, 1);
        out.wrap(BODY_MUTATION, 0);
      }
      case BodyChange.Replace(Slice _) -> {
        out.wrap(BODY, 0);
        out.wrap(BODY_MUTATION, 0);
      }
    }
  }

  private static void nested(WireWriter out, int field, int value) {
    int since = out.written();
    out.number(1, value);
    out.wrap(field, since);
  }

  private static Answer finish(Kind kind, WireWriter out, Slice tail, Slice metadata) {
    out.wrap(field(kind), 0);
    addMetadata(out, metadata);
    return new Answer(kind, out.toByteArray(), tail);
  }

  private static void addMetadata(WireWriter out, Slice metadata) {
    if (!metadata.isEmpty()) {
      out.bytes(DYNAMIC_METADATA, metadata.array(), metadata.offset(), metadata.length());
    }
  }

  private static int field(Kind kind) {
    return switch (kind) {
      case REQUEST_HEADERS -> 1;
      case RESPONSE_HEADERS -> 2;
      case REQUEST_BODY -> 3;
      case RESPONSE_BODY -> 4;
      case REQUEST_TRAILERS -> 5;
      case RESPONSE_TRAILERS -> 6;
      case IMMEDIATE -> IMMEDIATE_RESPONSE;
      case MORE_TIME -> OVERRIDE_MESSAGE_TIMEOUT;
    };
  }

  static Kind headers(Direction direction) {
    return direction == Direction.REQUEST ? Kind.REQUEST_HEADERS : Kind.RESPONSE_HEADERS;
  }

  static Kind body(Direction direction) {
    return direction == Direction.REQUEST ? Kind.REQUEST_BODY : Kind.RESPONSE_BODY;
  }

  static Kind trailers(Direction direction) {
    return direction == Direction.REQUEST ? Kind.REQUEST_TRAILERS : Kind.RESPONSE_TRAILERS;
  }

  private static Map<Kind, Answer> unchanged() {
    Map<Kind, Answer> answers = new EnumMap<>(Kind.class);
    for (Direction direction : Direction.values()) {
      answers.put(headers(direction), common(headers(direction), Common.UNCHANGED, Slice.empty()));
      answers.put(body(direction), common(body(direction), Common.UNCHANGED, Slice.empty()));
      answers.put(
          trailers(direction), trailers(trailers(direction), HeaderMutation.NONE, Slice.empty()));
    }
    return answers;
  }

  /// What the proxy does about the route it has chosen.
  enum Route {
    KEEP,
    CLEAR_CACHE
  }

  /// What becomes of the rest of the message behind the headers.
  enum Rest {
    FOLLOWS,
    REPLACED
  }

  /// The content of a `CommonResponse`.
  record Common(HeaderMutation headers, BodyChange body, Route route, Rest rest) {
    static final Common UNCHANGED =
        new Common(HeaderMutation.NONE, BodyChange.KEEP, Route.KEEP, Rest.FOLLOWS);
  }
}
