package dev.weir.extproc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.HeaderSendMode;
import io.envoyproxy.envoy.service.ext_proc.v3.BodyMutation;
import io.envoyproxy.envoy.service.ext_proc.v3.BodyMutation.MutationCase;
import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.HeaderMutation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// One direction of the model: what has arrived from the network, what Envoy waits for, and what it
/// has sent on.
final class ModelSide {
  final List<String> headersOn = new ArrayList<>();
  final List<String> trailersOn = new ArrayList<>();
  final ByteArrayOutputStream bodyOn = new ByteArrayOutputStream();
  boolean endOn;

  private final EnvoyModel envoy;
  private final Direction direction;
  private final BodyMode configured;
  private BodyMode mode;
  private boolean headersPending;
  private boolean skipsHeaders;
  private boolean skipsTrailers;
  private boolean replaced;

  /// What Envoy waits for an answer to, beside the headers.
  private State state = State.IDLE;

  private static final int PARTIAL_LIMIT = 50_000;

  private final Queue<byte[]> chunksInFlight = new ArrayDeque<>();
  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
  private List<String> trailers = List.of();
  private boolean headersEnd;
  private boolean bodyEnd;
  private boolean bodySent;
  private boolean bodyAnswered;
  private boolean lastBodySent;
  private boolean trailersSent;
  private boolean serverLeft;

  private enum State {
    IDLE,
    BUFFERED_BODY,
    STREAMED_BODY,
    TRAILERS
  }

  ModelSide(EnvoyModel envoy, Direction direction, BodyMode mode) {
    this.envoy = envoy;
    this.direction = direction;
    this.configured = mode;
    this.mode = mode;
  }

  void setMode(BodySendMode sent) {
    mode = BodyMode.valueOf(sent.name());
  }

  void setTrailers(HeaderSendMode sent) {
    skipsTrailers |= sent == HeaderSendMode.SKIP;
  }

  void setHeaders(HeaderSendMode sent) {
    skipsHeaders |= sent == HeaderSendMode.SKIP;
  }

  /// Without a body Envoy would wait for ever.
  void mayHaveBodyNow() {
    assertThat(headersPending).isTrue();
    assertThat(headersEnd).isFalse();
    assertThat(mode).isIn(BodyMode.NONE, BodyMode.STREAMED);
  }

  /// Whether the headers have gone on, so that the other end can answer.
  boolean haveHeadersLeft() {
    boolean heldForBody = mode.buffered() && !headersEnd && !bodyAnswered && !passesBy();
    return !headersPending && !heldForBody;
  }

  boolean mayReplyInPieces() {
    return headersPending && (mode == BodyMode.NONE || mode == BodyMode.FULL_DUPLEX_STREAMED);
  }

  void headersArrive(List<String> headers, boolean end) {
    headersOn.addAll(headers);
    headersEnd = end;
    if (passesBy() || skipsHeaders) {
      endOn |= end;
      return;
    }
    headersPending = true;
    envoy.message(new Part.Headers(direction, EnvoyModel.headers(headers), end));
  }

  void bodyArrives(byte[] chunk, boolean end) {
    bodyEnd |= end;
    arrived.writeBytes(chunk);
    pump();
  }

  void trailersArrive(List<String> values) {
    trailers = values;
    pump();
  }

  /// Sends whatever the mode lets go now.
  void pump() {
    if (replaced) {
      arrived.reset();
      return;
    }
    if (passesBy() || (mode == BodyMode.NONE && !headersPending && state == State.IDLE)) {
      passBody();
      return;
    }
    switch (mode) {
      case FULL_DUPLEX_STREAMED -> pumpDuplex();
      case BUFFERED -> pumpBuffered();
      case BUFFERED_PARTIAL -> pumpPartial();
      case STREAMED -> pumpStreamed();
      default -> {}
    }
  }

  private void pumpDuplex() {
    if (arrived.size() > 0 || (bodyEnd && !lastBodySent)) {
      lastBodySent = bodyEnd;
      bodySent = true;
      message(take(), bodyEnd);
    }
    pumpTrailers();
  }

  private void pumpBuffered() {
    boolean free = state == State.IDLE && !headersPending;
    if (free && !bodySent && bodyIsWhole() && arrived.size() + size(bodyEnd) > 0) {
      bodySent = true;
      state = State.BUFFERED_BODY;
      byte[] all = take();
      chunksInFlight.add(all);
      message(all, bodyEnd);
    }
    if (free && state == State.IDLE && bodyIsWhole() && !bodyEnd) {
      pumpTrailers();
    }
  }

  /// As buffered, but what is beyond the limit goes past the server.
  private void pumpPartial() {
    if (bodySent && state == State.IDLE && arrived.size() > 0) {
      bodyOn.writeBytes(take());
      endOn |= bodyEnd;
    } else if (!bodySent && !headersPending && arrived.size() > PARTIAL_LIMIT) {
      bodySent = true;
      state = State.BUFFERED_BODY;
      byte[] all = take();
      chunksInFlight.add(all);
      message(all, false);
    }
    pumpBuffered();
  }

  private void pumpStreamed() {
    boolean free =
        (!headersPending || envoy.protocol.sendsBodyWithoutWaiting())
            && (state == State.IDLE || state == State.STREAMED_BODY);
    if (free && (arrived.size() > 0 || (bodyEnd && !lastBodySent))) {
      lastBodySent = bodyEnd;
      state = State.STREAMED_BODY;
      byte[] all = take();
      chunksInFlight.add(all);
      message(all, bodyEnd);
    }
    if (state == State.IDLE && !headersPending && arrived.size() == 0) {
      pumpTrailers();
    }
  }

  private void pumpTrailers() {
    if (skipsTrailers && !mode.duplex()) {
      passBody();
    } else if (!trailers.isEmpty() && !trailersSent) {
      trailersSent = true;
      if (!mode.duplex()) {
        state = State.TRAILERS;
      }
      envoy.message(new Part.Trailers(direction, EnvoyModel.headers(trailers)));
    }
  }

  void headersAnswered(CommonResponse answer) {
    assertThat(headersPending).as("%s headers answered", direction).isTrue();
    mutate(headersOn, answer.getHeaderMutation());
    headersPending = false;
    if (configured != BodyMode.NONE && configured != BodyMode.BUFFERED && !headersEnd) {
      remove(headersOn, "content-length");
    }
    if (answer.getStatus() == CommonResponse.ResponseStatus.CONTINUE_AND_REPLACE) {
      remove(headersOn, "content-length");
      bodyOn.writeBytes(answer.getBodyMutation().getBody().toByteArray());
      replaced = true;
      endOn = true;
      return;
    }
    assertThat(answer.hasBodyMutation()).isFalse();
    if (headersEnd) {
      endOn = true;
    }
    pump();
  }

  void bodyAnswered(CommonResponse answer) {
    BodyMutation mutation = answer.getBodyMutation();
    if (mode.duplex()) {
      duplexAnswered(mutation);
      return;
    }
    assertThat(headersPending).as("body answered before the headers").isFalse();
    assertThat(state).as("body answered").isIn(State.BUFFERED_BODY, State.STREAMED_BODY);
    bodyAnswered = true;
    byte[] original = chunksInFlight.remove();
    switch (mutation.getMutationCase()) {
      case BODY -> bodyOn.writeBytes(mutation.getBody().toByteArray());
      case CLEAR_BODY -> {}
      case MUTATION_NOT_SET -> bodyOn.writeBytes(original);
      case STREAMED_RESPONSE -> throw new AssertionError("streamed response in " + mode);
    }
    if (state == State.BUFFERED_BODY) {
      mutate(headersOn, answer.getHeaderMutation());
      if (mode == BodyMode.BUFFERED) {
        checkContentLength();
      }
    }
    if (chunksInFlight.isEmpty()) {
      state = State.IDLE;
      endOn |= bodyEnd && arrived.size() == 0 && (mode != BodyMode.STREAMED || lastBodySent);
    }
    pump();
  }

  private void duplexAnswered(BodyMutation mutation) {
    assertThat(mutation.getMutationCase()).isEqualTo(MutationCase.STREAMED_RESPONSE);
    assertThat(headersPending).as("%s body before the headers", direction).isFalse();
    assertThat(bodySent).as("%s body before Envoy sent any", direction).isTrue();
    assertThat(endOn).as("%s body after its end", direction).isFalse();
    assertThat(mutation.getStreamedResponse().getBody().size()).isLessThanOrEqualTo(62_000);
    bodyOn.writeBytes(mutation.getStreamedResponse().getBody().toByteArray());
    endOn = mutation.getStreamedResponse().getEndOfStream();
  }

  void trailersAnswered(HeaderMutation mutation) {
    assertThat(trailersSent).isTrue();
    assertThat(endOn).isFalse();
    if (!mode.duplex()) {
      assertThat(state).isEqualTo(State.TRAILERS);
    }
    trailersOn.addAll(trailers);
    trailers = List.of();
    mutate(trailersOn, mutation);
    state = State.IDLE;
    endOn = true;
  }

  /// The server ended the stream well: everything goes on unchanged, in duplex what is left of it.
  void serverLeft() {
    if (serverLeft) {
      return;
    }
    serverLeft = true;
    headersPending = false;
    if (mode.duplex() && bodySent) {
      assertThat(endOn).as("%s body that was handed over and never came back", direction).isTrue();
    }
    chunksInFlight.forEach(bodyOn::writeBytes); // sent before Envoy read of the end
    chunksInFlight.clear();
    passBody();
  }

  private boolean passesBy() {
    return serverLeft || envoy.failed || envoy.isAnsweredHere();
  }

  private void passBody() {
    bodyOn.writeBytes(take());
    endOn |= bodyEnd || (headersEnd && !headersPending);
    if (!trailers.isEmpty()) {
      trailersOn.addAll(trailers);
      trailers = List.of();
      endOn = true;
    }
  }

  private boolean bodyIsWhole() {
    return bodyEnd || !trailers.isEmpty();
  }

  private static int size(boolean one) {
    return one ? 1 : 0;
  }

  private void message(byte[] bytes, boolean end) {
    envoy.message(new Part.Body(direction, Slice.of(bytes), end));
  }

  private byte[] take() {
    byte[] all = arrived.toByteArray();
    arrived.reset();
    return all;
  }

  /// A content length that is wrong reaches the other end as it is.
  void checkContentLength() {
    int at = headersOn.indexOf("content-length");
    if (at >= 0) {
      assertThat(bodyOn.size()).isEqualTo(Integer.parseInt(headersOn.get(at + 1)));
    }
  }

  @SuppressWarnings("deprecation") // Envoy reads `append` and nothing else
  private static void mutate(List<String> headers, HeaderMutation mutation) {
    for (String name : mutation.getRemoveHeadersList()) {
      assertThat(name).doesNotStartWith(":").isNotEqualTo("host");
      remove(headers, name);
    }
    for (HeaderValueOption option : mutation.getSetHeadersList()) {
      String name = option.getHeader().getKey();
      String value = option.getHeader().getRawValue().toString(StandardCharsets.ISO_8859_1);
      assertThat(value).doesNotContain("\n", "\r", "\0");
      if (!option.getAppend().getValue()) {
        remove(headers, name);
      }
      headers.add(name);
      headers.add(value);
    }
  }

  private static void remove(List<String> headers, String name) {
    for (int i = headers.size() - 2; i >= 0; i -= 2) {
      if (headers.get(i).equals(name)) {
        headers.remove(i + 1);
        headers.remove(i);
      }
    }
  }
}
