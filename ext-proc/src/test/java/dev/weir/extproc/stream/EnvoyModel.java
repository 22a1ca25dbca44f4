package dev.weir.extproc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.wire.Attributes;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage;
import dev.weir.extproc.wire.ProxyMessage.FlowControl;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.ProxyMessage.Protocol;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.http.HeaderMap;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.HeaderSendMode;
import io.envoyproxy.envoy.service.ext_proc.v3.ImmediateResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Envoy's side of one ext_proc stream: sends what the modes say, and fails the test on every
/// answer that Envoy would not take. Source of the rules: Envoy's processor state, as observed on
/// 1.40.
final class EnvoyModel implements Transport {
  final EventLog log = new EventLog();
  final FakeLane lane = new FakeLane();
  Terms terms = Terms.UNKNOWN;
  @Nullable Duration moreTime;
  final ModelSide request;
  final ModelSide response;
  final Protocol protocol;
  @Nullable ImmediateResponse immediate;

  /// What was told last.
  Struct metadata = Struct.getDefaultInstance();

  /// The answers that say that they change the exchange, in their order.
  final List<Answer.Kind> edits = new ArrayList<>();

  /// The local response that comes in pieces.
  final StreamedReplyModel streamed = new StreamedReplyModel();

  /// Whether Envoy does what a mode override says, or is set up not to.
  boolean followsOverrides = true;

  int overrides;
  boolean finished;
  boolean failed;

  private final List<Stage> chain;
  private final Queue<Answer> inFlight = new ArrayDeque<>();
  private @Nullable HttpStream stream;
  private boolean answeredLocally;

  EnvoyModel(List<Stage> chain, BodyMode requestMode, BodyMode responseMode) {
    this(chain, new Protocol(requestMode, responseMode, false));
  }

  EnvoyModel(List<Stage> chain, Protocol protocol) {
    BodyMode requestMode = protocol.request();
    BodyMode responseMode = protocol.response();
    this.chain = chain;
    this.protocol = protocol;
    this.request = new ModelSide(this, Direction.REQUEST, requestMode);
    this.response = new ModelSide(this, Direction.RESPONSE, responseMode);
  }

  /// Envoy's filter has these timeouts; nothing else is known of it.
  void waits(Duration message, Duration longest) {
    terms =
        new Terms(
            new Timeouts(message, longest),
            Terms.Overrides.REFUSED,
            Terms.LongReplies.WHOLE,
            Terms.Requests.UNKNOWN);
  }

  /// Envoy's filter sends the headers of every request that reaches it.
  void sendsRequests() {
    terms =
        new Terms(terms.timeouts(), terms.overrides(), terms.longReplies(), Terms.Requests.SENT);
  }

  /// Envoy's filter allows overrides; it is 1.40 if they may come before the headers' answer.
  void allows(Terms.Overrides overrides) {
    terms = new Terms(terms.timeouts(), overrides, Terms.LongReplies.STREAMED, terms.requests());
  }

  boolean isAnsweredHere() {
    return immediate != null || streamed.hasBegun();
  }

  ModelSide side(Direction direction) {
    return direction == Direction.REQUEST ? request : response;
  }

  /// The local response; the test fails if there is none.
  ImmediateResponse answeredHere() {
    if (immediate == null) {
      throw new AssertionError("no local response");
    }
    return immediate;
  }

  void message(Part part) {
    ProxyMessage message =
        new ProxyMessage(
            part,
            stream == null ? Optional.of(protocol) : Optional.empty(),
            Attributes.NONE,
            Slice.empty(),
            FlowControl.NONE,
            false);
    if (stream == null) {
      stream = HttpStream.open(new StreamSetup("slot@1", chain, lane, terms, log), message, this);
    }
    stream.onMessage(message);
  }

  /// Envoy has no more use for the stream.
  void reset() {
    if (stream != null) {
      stream.onEnd();
    }
  }

  @Override
  public void send(Answer answer) {
    assertThat(finished || failed || answeredLocally).as("answer after the end").isFalse();
    inFlight.add(answer);
    if (!answer.changesNothing()) {
      edits.add(answer.kind());
    }
    answeredLocally |= answer.kind() == Answer.Kind.IMMEDIATE;
  }

  /// Envoy reads the answers that have arrived.
  void readAnswers() {
    for (Answer answer = inFlight.poll(); answer != null; answer = inFlight.poll()) {
      ProcessingResponse read = parse(answer);
      if (read.hasDynamicMetadata()) {
        metadata = read.getDynamicMetadata();
      }
      switch (read.getResponseCase()) {
        case REQUEST_HEADERS -> {
          followOverride(read);
          request.headersAnswered(read.getRequestHeaders().getResponse());
        }
        case RESPONSE_HEADERS -> {
          followOverride(read);
          response.headersAnswered(read.getResponseHeaders().getResponse());
        }
        case REQUEST_BODY -> request.bodyAnswered(read.getRequestBody().getResponse());
        case RESPONSE_BODY -> response.bodyAnswered(read.getResponseBody().getResponse());
        case REQUEST_TRAILERS ->
            request.trailersAnswered(read.getRequestTrailers().getHeaderMutation());
        case RESPONSE_TRAILERS ->
            response.trailersAnswered(read.getResponseTrailers().getHeaderMutation());
        case RESPONSE_NOT_SET -> readOther(read);
        case IMMEDIATE_RESPONSE -> immediate = read.getImmediateResponse();
      }
    }
    if (finished && !isAnsweredHere()) {
      request.serverLeft();
      response.serverLeft();
    }
  }

  private void readOther(ProcessingResponse read) {
    if (read.hasModeOverride()) {
      standalone(read.getModeOverride());
    } else if (read.hasOverrideMessageTimeout()) {
      moreTime =
          Duration.ofNanos(read.getOverrideMessageTimeout().getNanos())
              .plusSeconds(read.getOverrideMessageTimeout().getSeconds());
    } else {
      assertThat(terms.longReplies()).isEqualTo(Terms.LongReplies.STREAMED);
      assertThat(streamed.hasBegun() || request.mayReplyInPieces()).isTrue();
      streamed.read(read.getUnknownFields());
    }
  }

  /// Source: Envoy 1.40, every deviation ends the exchange with 500.
  private void standalone(ProcessingMode mode) {
    assertThat(terms.overrides()).isEqualTo(Terms.Overrides.BEFORE_HEADERS);
    assertThat(protocol.sendsBodyWithoutWaiting()).isFalse();
    assertThat(mode.getRequestBodyMode()).isEqualTo(BodySendMode.FULL_DUPLEX_STREAMED);
    assertThat(mode.getRequestTrailerMode()).isEqualTo(HeaderSendMode.SEND);
    request.mayHaveBodyNow();
    overrides++;
    request.setMode(mode.getRequestBodyMode());
    response.setMode(mode.getResponseBodyMode());
    request.pump();
  }

  private void followOverride(ProcessingResponse read) {
    if (!read.hasModeOverride()) {
      return;
    }
    assertThat(terms.overrides()).isNotEqualTo(Terms.Overrides.REFUSED);
    assertThat(protocol.request().duplex() || protocol.response().duplex()).isFalse();
    overrides++;
    if (followsOverrides) {
      ProcessingMode mode = read.getModeOverride();
      request.setMode(mode.getRequestBodyMode());
      response.setMode(mode.getResponseBodyMode());
      request.setTrailers(mode.getRequestTrailerMode());
      response.setTrailers(mode.getResponseTrailerMode());
      response.setHeaders(mode.getResponseHeaderMode());
    }
  }

  @Override
  public void settled() {}

  @Override
  public void finish() {
    finished = true;
  }

  @Override
  public void fail(String reason) {
    failed = true;
    log.events.add(reason);
  }

  private static ProcessingResponse parse(Answer answer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(answer.head());
    bytes.writeBytes(answer.tail().toByteArray());
    try {
      return ProcessingResponse.parseFrom(bytes.toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static HeaderMap headers(List<String> namesAndValues) {
    HeaderMap map = HeaderMap.of(namesAndValues.toArray(String[]::new));
    map.markOriginal();
    return map;
  }
}
