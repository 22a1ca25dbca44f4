package dev.weir.extproc.answer;

import dev.weir.extproc.answer.Answer.Kind;
import dev.weir.extproc.answer.Wishes.Route;
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
  private static final int MODE_OVERRIDE = 9;
  private static final int OVERRIDE_MESSAGE_TIMEOUT = 10;
  private static final int SERVER_WINDOW_UPDATE = 14;
  private static final int REQUEST_DRAIN_REQUESTS = 15;
  private static final int REQUEST_DRAIN_RESPONSES = 16;

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

  /// `StreamedBodyResponse`, beside its body.
  private static final int END_OF_STREAM = 2;

  private static final int END_OF_STREAM_WITHOUT_MESSAGE = 3;
  private static final int GRPC_MESSAGE_COMPRESSED = 4;
  private static final int DRAIN_COMPLETE = 5;

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
    Slice tail =
        common.body() instanceof BodyChange.Replace(Slice bytes, _) ? bytes : Slice.empty();
    Wishes wishes = common.wishes();
    WireWriter out = new WireWriter(tail.length());
    writeBody(common.body(), out);
    boolean newRoute = wishes.route() == Route.CHOOSE_AGAIN;
    if (newRoute) {
      out.number(CLEAR_ROUTE_CACHE, 1);
    }
    // Envoy ignores clear_route_cache unless the header mutation is present, if only empty.
    if (newRoute || !common.headers().isEmpty()) {
      int since = out.written();
      common.headers().writeTo(out);
      out.wrap(HEADER_MUTATION, since);
    }
    if (common.rest() == Rest.REPLACED) {
      out.number(STATUS, CONTINUE_AND_REPLACE);
    }
    out.wrap(INNER, 0);
    out.wrap(field(kind), 0);
    wishes.modes().ifPresent(modes -> writeModes(modes, out));
    if (wishes.rest() == Wishes.Rest.DRAIN) {
      out.number(drainField(kind), 1);
    }
    return finish(kind, out, tail, metadata, common.effect());
  }

  static Answer modeOverride(ModeOverride modes) {
    WireWriter out = new WireWriter(0);
    writeModes(modes, out);
    return request(Kind.MODE_OVERRIDE, out);
  }

  private static void writeModes(ModeOverride modes, WireWriter out) {
    int since = out.written();
    modes.writeTo(out);
    out.wrap(MODE_OVERRIDE, since);
  }

  private static int drainField(Kind headers) {
    return headers == Kind.REQUEST_HEADERS ? REQUEST_DRAIN_REQUESTS : REQUEST_DRAIN_RESPONSES;
  }

  static Answer streamedBody(Kind kind, BodyPiece piece, Slice metadata) {
    WireWriter out = new WireWriter(piece.bytes().length());
    writePiece(piece, out);
    out.wrap(STREAMED_RESPONSE, 0);
    out.wrap(BODY_MUTATION, 0);
    out.wrap(INNER, 0);
    out.wrap(field(kind), 0);
    return finish(kind, out, piece.bytes(), metadata, piece.effect());
  }

  /// `StreamedBodyResponse`, whose bytes are the writer's tail.
  static void writePiece(BodyPiece piece, WireWriter out) {
    out.wrap(BODY, 0);
    flag(out, END_OF_STREAM, piece.endOfStream());
    flag(out, END_OF_STREAM_WITHOUT_MESSAGE, piece.marks().withoutMessage());
    flag(out, GRPC_MESSAGE_COMPRESSED, piece.marks().compressed());
    flag(out, DRAIN_COMPLETE, piece.marks().drained());
  }

  /// Bytes more that the proxy may send us.
  static Answer windowUpdate(long fromDownstream, long fromUpstream) {
    WireWriter out = new WireWriter(0);
    out.number(2, fromUpstream);
    out.number(1, fromDownstream);
    out.wrap(SERVER_WINDOW_UPDATE, 0);
    return request(Kind.WINDOW_UPDATE, out);
  }

  static Answer trailers(Kind kind, HeaderMutation mutation, Slice metadata) {
    WireWriter out = new WireWriter(0);
    mutation.writeTo(out);
    out.wrap(INNER, 0);
    out.wrap(field(kind), 0);
    return finish(kind, out, Slice.empty(), metadata, Effect.ofEdit(!mutation.isEmpty()));
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
    return finish(Kind.IMMEDIATE, out, body, metadata, Effect.EDIT);
  }

  static Answer moreTime(Duration time) {
    WireWriter out = new WireWriter(0);
    out.number(2, time.toNanosPart());
    out.number(1, time.toSeconds());
    out.wrap(OVERRIDE_MESSAGE_TIMEOUT, 0);
    return request(Kind.MORE_TIME, out);
  }

  private static void writeBody(BodyChange change, WireWriter out) {
    switch (change) {
      case BodyChange.Keep() -> {}
      case BodyChange.Clear(_) -> {
        out.number(CLEAR_BODY, 1);
        out.wrap(BODY_MUTATION, 0);
      }
      case BodyChange.Replace(_, _) -> {
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

  private static void flag(WireWriter out, int field, boolean set) {
    if (set) {
      out.number(field, 1);
    }
  }

  /// What is asked of the proxy itself, and says nothing about the exchange.
  private static Answer request(Kind kind, WireWriter out) {
    return new Answer(kind, out.toByteArray(), Slice.empty(), Effect.NONE);
  }

  static Answer finish(Kind kind, WireWriter out, Slice tail, Slice metadata, Effect content) {
    if (metadata.isEmpty()) {
      return new Answer(kind, out.toByteArray(), tail, content);
    }
    out.bytes(DYNAMIC_METADATA, metadata.array(), metadata.offset(), metadata.length());
    return new Answer(kind, out.toByteArray(), tail, Effect.EDIT);
  }

  private static int field(Kind kind) {
    return switch (kind) {
      case REQUEST_HEADERS -> 1;
      case RESPONSE_HEADERS -> 2;
      case REQUEST_BODY -> 3;
      case RESPONSE_BODY -> 4;
      case REQUEST_TRAILERS -> 5;
      case RESPONSE_TRAILERS -> 6;
      case IMMEDIATE, STREAMED_REPLY, MORE_TIME, MODE_OVERRIDE, WINDOW_UPDATE ->
          throw new IllegalArgumentException("answer: %s (expected: to a message)".formatted(kind));
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

  /// What becomes of the rest of the message behind the headers.
  enum Rest {
    FOLLOWS,
    REPLACED
  }

  /// The content of a `CommonResponse`, and what stands beside it.
  record Common(HeaderMutation headers, BodyChange body, Wishes wishes, Rest rest) {
    static final Common UNCHANGED =
        new Common(HeaderMutation.NONE, BodyChange.KEEP, Wishes.NONE, Rest.FOLLOWS);

    boolean changesNothing() {
      return headers.isEmpty()
          && body instanceof BodyChange.Keep
          && wishes.isNone()
          && rest == Rest.FOLLOWS;
    }

    Effect effect() {
      boolean keeps = headers.isEmpty() && wishes.route() == Route.KEEP && rest == Rest.FOLLOWS;
      return keeps ? body.effect() : Effect.EDIT;
    }
  }
}
