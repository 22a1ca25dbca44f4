package dev.weir.extproc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.wire.Attributes;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.ProxyMessage.Protocol;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.http.HeaderMap;
import io.envoyproxy.envoy.service.ext_proc.v3.ImmediateResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
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
  boolean finished;
  boolean failed;

  private final List<Stage> chain;
  private final Queue<Answer> inFlight = new ArrayDeque<>();
  private @Nullable HttpStream stream;
  private boolean answeredLocally;

  EnvoyModel(List<Stage> chain, BodyMode requestMode, BodyMode responseMode) {
    this.chain = chain;
    this.protocol = new Protocol(requestMode, responseMode, false);
    this.request = new ModelSide(this, Direction.REQUEST, requestMode);
    this.response = new ModelSide(this, Direction.RESPONSE, responseMode);
  }

  /// Envoy's filter has these timeouts; nothing else is known of it.
  void waits(Duration message, Duration longest) {
    terms =
        new Terms(new Timeouts(message, longest), Terms.Overrides.REFUSED, Terms.LongReplies.WHOLE);
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
            false);
    if (stream == null) {
      stream = HttpStream.open(new StreamSetup(chain, lane, terms, log), message, this);
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
    answeredLocally = answer.kind() == Answer.Kind.IMMEDIATE;
  }

  /// Envoy reads the answers that have arrived.
  void readAnswers() {
    for (Answer answer = inFlight.poll(); answer != null; answer = inFlight.poll()) {
      ProcessingResponse read = parse(answer);
      switch (read.getResponseCase()) {
        case REQUEST_HEADERS -> request.headersAnswered(read.getRequestHeaders().getResponse());
        case RESPONSE_HEADERS -> response.headersAnswered(read.getResponseHeaders().getResponse());
        case REQUEST_BODY -> request.bodyAnswered(read.getRequestBody().getResponse());
        case RESPONSE_BODY -> response.bodyAnswered(read.getResponseBody().getResponse());
        case REQUEST_TRAILERS ->
            request.trailersAnswered(read.getRequestTrailers().getHeaderMutation());
        case RESPONSE_TRAILERS ->
            response.trailersAnswered(read.getResponseTrailers().getHeaderMutation());
        case RESPONSE_NOT_SET ->
            moreTime =
                Duration.ofNanos(read.getOverrideMessageTimeout().getNanos())
                    .plusSeconds(read.getOverrideMessageTimeout().getSeconds());
        case IMMEDIATE_RESPONSE -> immediate = read.getImmediateResponse();
      }
    }
    if (finished && immediate == null) {
      request.serverLeft();
      response.serverLeft();
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
