package dev.weir.extproc.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.chain.FakeStage;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.abi.TrailersAction;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.LocalResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpStreamTest {
  private static final List<String> TWO_BYTES = List.of(":method", "POST", "content-length", "2");
  private static final List<String> GET =
      List.of(":method", "GET", ":path", "/", ":authority", "example.com");
  private static final List<String> OK = List.of(":status", "200");

  private final List<String> order = new ArrayList<>();

  private static EnvoyModel envoy(BodyMode mode, Stage... chain) {
    return new EnvoyModel(List.of(chain), mode, mode);
  }

  private FakeStage ordered(String name) {
    return new FakeStage(name)
        .withoutBody()
        .onHeaders((x, c) -> {
          order.add(name + " " + c.direction());
          return HeadersAction.CONTINUE;
        });
  }

  private static FakeStage holding(Direction direction) {
    return new FakeStage("holder")
        .onHeaders((x, c) ->
            c.direction() == direction
                ? HeadersAction.STOP_ALL_AND_WATERMARK
                : HeadersAction.CONTINUE);
  }

  private static FakeStage answering(byte[] body) {
    return answering(Direction.REQUEST, Bytes.wrap(body));
  }

  private static FakeStage answering(Direction direction) {
    return answering(direction, Bytes.utf8("no"));
  }

  private static FakeStage answering(Direction direction, Bytes body) {
    return new FakeStage("answerer")
        .onHeaders((x, c) -> {
          if (c.direction() == direction) {
            x.sendLocalResponse(
                new LocalResponse(401, HeaderMap.of("x-a", "1", "x-a", "2"), body, -1, "no key"));
          }
          return HeadersAction.CONTINUE;
        });
  }

  private static FakeStage collecting() {
    return new FakeStage("collector")
        .onBody((x, c) -> c.endOfStream() ? DataAction.CONTINUE : DataAction.STOP_AND_BUFFER);
  }

  @Test
  void asksPluginsForwardOnTheRequestAndInReverseOnTheResponse() {
    EnvoyModel envoy = envoy(BodyMode.NONE, ordered("a"), ordered("b"));

    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();
    envoy.response.headersArrive(OK, true);

    assertThat(order).containsExactly("a REQUEST", "b REQUEST", "b RESPONSE", "a RESPONSE");
  }

  @Test
  void asksAboutAResponseWhoseRequestTheProxyDoesNotSend() {
    FakeStage onlyForAdmin =
        ordered("b").onlyFor(map -> map.value(":path").filter("/admin"::equals).isPresent());
    EnvoyModel envoy = envoy(BodyMode.NONE, ordered("a"), onlyForAdmin);

    envoy.response.headersArrive(OK, true);

    assertThat(order).containsExactly("a RESPONSE");
  }

  @Test
  void holdsLaterPluginsOnly() {
    FakeStage holder = holding(Direction.REQUEST);
    EnvoyModel envoy = envoy(BodyMode.NONE, ordered("a"), holder, ordered("b"));

    envoy.request.headersArrive(GET, true);
    assertThat(order).containsExactly("a REQUEST");

    holder.exchanges.getFirst().resume(StreamType.HTTP_REQUEST);
    envoy.readAnswers();
    assertThat(order).containsExactly("a REQUEST", "b REQUEST");
    assertThat(envoy.request.endOn).isTrue();
  }

  @Test
  void answersLocallyWithAllHeadersAndDetailsWithoutBlanks() {
    EnvoyModel envoy = envoy(BodyMode.NONE, answering(Direction.REQUEST));

    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();

    assertThat(envoy.answeredHere().getStatus().getCodeValue()).isEqualTo(401);
    assertThat(envoy.answeredHere().getBody().toStringUtf8()).isEqualTo("no");
    assertThat(envoy.answeredHere().getDetails()).isEqualTo("no_key");
    assertThat(envoy.answeredHere().getHeaders().getSetHeadersList())
        .extracting(
            set -> set.getHeader().getKey() + "=" + set.getHeader().getRawValue().toStringUtf8())
        .containsExactly("content-type=text/plain", "x-a=1", "x-a=2");
  }

  @Test
  void asksNoLaterPluginOnceOneHasAnswered() {
    EnvoyModel envoy = envoy(BodyMode.NONE, answering(Direction.REQUEST), ordered("later"));

    envoy.request.headersArrive(GET, true);

    assertThat(order).isEmpty();
  }

  @Test
  void showsALocalResponseToThosePluginsThatSawTheRequest() {
    FakeStage answerer = answering(Direction.REQUEST);
    EnvoyModel envoy = envoy(BodyMode.NONE, ordered("earlier"), answerer);

    envoy.request.headersArrive(GET, true);

    assertThat(answerer.calls)
        .containsExactly("REQUEST headers end", "RESPONSE headers", "RESPONSE body end");
    assertThat(order).containsExactly("earlier REQUEST", "earlier RESPONSE");
  }

  @Test
  void showsALocalResponseOfTheResponsePhaseToNobody() {
    FakeStage answerer = answering(Direction.RESPONSE);
    EnvoyModel envoy = envoy(BodyMode.NONE, answerer);

    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();
    envoy.response.headersArrive(OK, true);
    envoy.readAnswers();

    assertThat(answerer.calls).containsExactly("REQUEST headers end", "RESPONSE headers end");
    assertThat(envoy.immediate).isNotNull();
  }

  @Test
  void endsTheStreamBehindALocalResponse() {
    FakeStage answerer = answering(Direction.REQUEST);
    EnvoyModel envoy = envoy(BodyMode.NONE, answerer);

    envoy.request.headersArrive(GET, true);

    assertThat(envoy.finished).isTrue();
    assertThat(answerer.closed).isEqualTo(1);
  }

  @Test
  void answersForAPluginThatFailsClosed() {
    FakeStage failing =
        new FakeStage("bad")
            .onHeaders((x, c) -> {
              throw new PluginException.Unavailable("bad", "test");
            });
    EnvoyModel envoy = envoy(BodyMode.NONE, failing);

    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();

    assertThat(envoy.answeredHere().getStatus().getCodeValue()).isEqualTo(503);
    assertThat(envoy.answeredHere().getGrpcStatus().getStatus()).isEqualTo(14);
    assertThat(envoy.answeredHere().getDetails()).isEqualTo("wasm_fail_stream");
    assertThat(envoy.log.events).containsExactly("failed bad");
  }

  @Test
  void goesOnWithoutAPluginThatFailsOpenWhileItHolds() {
    FakeStage holder = holding(Direction.REQUEST).failOpen();
    EnvoyModel envoy = envoy(BodyMode.NONE, holder, ordered("later"));
    envoy.request.headersArrive(GET, true);

    holder.exchanges.getFirst().fail(new PluginException.Unavailable("holder", "trap elsewhere"));
    envoy.readAnswers();

    assertThat(envoy.request.endOn).isTrue();
    assertThat(order).containsExactly("later REQUEST");
    assertThat(holder.closed).isEqualTo(1);
  }

  @Test
  void staysForTheEndIfAPluginWantsToSeeIt() {
    EnvoyModel envoy =
        envoy(BodyMode.NONE, ordered("a").without(Direction.RESPONSE).seeingTheEnd());

    envoy.request.headersArrive(GET, true);

    assertThat(envoy.finished).isFalse();
  }

  @Test
  void leavesWhenNothingThatComesIsOfInterest() {
    EnvoyModel envoy = envoy(BodyMode.NONE, ordered("a").without(Direction.RESPONSE));

    envoy.request.headersArrive(GET, true);

    assertThat(envoy.finished).isTrue();
  }

  @Test
  void staysInDuplexForABodyThatMayBeOnItsWay() {
    EnvoyModel envoy =
        envoy(BodyMode.FULL_DUPLEX_STREAMED, ordered("a").without(Direction.RESPONSE));

    envoy.request.headersArrive(GET, true);

    assertThat(envoy.finished).isFalse();
  }

  @Test
  void keepsChunksOfAStreamedBodyForTheLastAnswer() {
    EnvoyModel envoy = envoy(BodyMode.STREAMED, collecting());
    envoy.request.headersArrive(GET, false);
    envoy.readAnswers();

    for (String chunk : List.of("a", "b", "c")) {
      envoy.request.bodyArrives(chunk.getBytes(UTF_8), chunk.equals("c"));
    }
    envoy.readAnswers();

    assertThat(envoy.request.bodyOn.toString(UTF_8)).isEqualTo("abc");
    assertThat(envoy.request.endOn).isTrue();
  }

  @Test
  void correctsTheContentLengthOfABodyThatChanged() {
    FakeStage editor =
        new FakeStage("editor")
            .onBody((x, c) -> {
              BodyBuffer body = x.body(BufferType.HTTP_REQUEST_BODY).orElseThrow();
              body.splice(0, body.length(), "longer".getBytes(UTF_8), 0, 6);
              return DataAction.CONTINUE;
            });
    EnvoyModel envoy = envoy(BodyMode.BUFFERED, editor);
    envoy.request.headersArrive(List.of(":method", "POST", "content-length", "3"), false);
    envoy.readAnswers();

    envoy.request.bodyArrives("abc".getBytes(UTF_8), true);
    envoy.readAnswers();

    assertThat(envoy.request.headersOn).containsSequence("content-length", "6");
  }

  @Test
  void takesHeaderEditsOfTheBodyPhaseWhereTheProxyHoldsTheHeaders() {
    FakeStage editor =
        new FakeStage("editor")
            .onBody((x, c) -> {
              assertThat(x.editable(MapType.HTTP_REQUEST_HEADERS)).isTrue();
              x.headers(MapType.HTTP_REQUEST_HEADERS).orElseThrow().replace("x-late", "1");
              return DataAction.CONTINUE;
            });
    EnvoyModel envoy = envoy(BodyMode.BUFFERED, editor);
    envoy.request.headersArrive(GET, false);
    envoy.readAnswers();

    envoy.request.bodyArrives("abc".getBytes(UTF_8), true);
    envoy.readAnswers();

    assertThat(envoy.request.headersOn).containsSequence("x-late", "1");
  }

  @Test
  void saysThatHeadersWhichHaveLeftCannotBeEdited() {
    List<Boolean> editable = new ArrayList<>();
    FakeStage curious =
        new FakeStage("curious")
            .onBody((x, c) -> {
              editable.add(x.editable(MapType.HTTP_REQUEST_HEADERS));
              return DataAction.CONTINUE;
            });
    EnvoyModel envoy = envoy(BodyMode.STREAMED, curious);
    envoy.request.headersArrive(GET, false);
    envoy.readAnswers();

    envoy.request.bodyArrives("abc".getBytes(UTF_8), true);

    assertThat(editable).containsExactly(false);
  }

  @Test
  void refusesABodyThatAPluginMayNotHold() {
    FakeStage stage = collecting().holdingAtMost(10);
    EnvoyModel envoy = envoy(BodyMode.FULL_DUPLEX_STREAMED, stage);
    envoy.request.headersArrive(GET, false);
    envoy.readAnswers();

    envoy.request.bodyArrives(new byte[11], false);
    envoy.readAnswers();

    assertThat(envoy.answeredHere().getStatus().getCodeValue()).isEqualTo(413);
    assertThat(stage.heldTooMuch).isEqualTo(1);
  }

  @Test
  void failsAPluginThatHoldsLongerThanTheProxyWaits() {
    EnvoyModel envoy = envoy(BodyMode.NONE, holding(Direction.REQUEST));
    envoy.waits(Duration.ofSeconds(1), Duration.ZERO);
    envoy.request.headersArrive(GET, true);

    envoy.lane.pass(Duration.ofMillis(699));
    assertThat(envoy.log.events).isEmpty();

    envoy.lane.pass(Duration.ofMillis(1));
    envoy.readAnswers();
    assertThat(envoy.answeredHere().getDetails()).isEqualTo("wasm_fail_stream");
  }

  @Test
  void asksForMoreTimeOnceWhereTheProxyGivesIt() {
    EnvoyModel envoy = envoy(BodyMode.NONE, holding(Direction.REQUEST));
    envoy.waits(Duration.ofSeconds(1), Duration.ofSeconds(5));
    envoy.request.headersArrive(GET, true);

    envoy.lane.pass(Duration.ofMillis(700));
    envoy.readAnswers();
    assertThat(envoy.moreTime).isEqualTo(Duration.ofSeconds(5));

    envoy.lane.pass(Duration.ofMillis(4500));
    envoy.readAnswers();
    assertThat(envoy.immediate).isNotNull();
  }

  @Test
  void watchesNoClockOnceItHasAnswered() {
    FakeStage holder = holding(Direction.REQUEST);
    EnvoyModel envoy = envoy(BodyMode.NONE, holder);
    envoy.waits(Duration.ofSeconds(1), Duration.ZERO);
    envoy.request.headersArrive(GET, true);

    holder.exchanges.getFirst().resume(StreamType.HTTP_REQUEST);

    assertThat(envoy.lane.scheduled()).isZero();
  }

  @Test
  void passesByAResponseThatAnEarlierFilterMade() {
    FakeStage stage = ordered("a");
    EnvoyModel envoy = envoy(BodyMode.NONE, stage);
    envoy.sendsRequests();

    envoy.response.headersArrive(List.of(":status", "401"), true);
    envoy.readAnswers();

    assertThat(stage.exchanges).isEmpty();
    assertThat(envoy.finished).isTrue();
  }

  @Test
  void answersAHeldChunkInTimeAndKeepsItsBytes() {
    EnvoyModel envoy = envoy(BodyMode.STREAMED, collecting());
    envoy.waits(Duration.ofMillis(200), Duration.ZERO);
    envoy.request.headersArrive(TWO_BYTES, false);
    envoy.readAnswers();
    envoy.request.bodyArrives("a".getBytes(UTF_8), false);

    envoy.lane.pass(Duration.ofMillis(150));
    envoy.readAnswers();
    envoy.request.bodyArrives("b".getBytes(UTF_8), true);
    envoy.readAnswers();

    assertThat(envoy.request.bodyOn.toString(UTF_8)).isEqualTo("ab");
    assertThat(envoy.immediate).isNull();
  }

  @Test
  void refusesAMessageWhoseHeldBytesNoAnswerCanCarry() {
    EnvoyModel envoy = envoy(BodyMode.STREAMED, collecting());
    envoy.waits(Duration.ofMillis(200), Duration.ZERO);
    envoy.request.headersArrive(TWO_BYTES, false);
    envoy.readAnswers();
    envoy.request.bodyArrives("a".getBytes(UTF_8), false);
    envoy.lane.pass(Duration.ofMillis(150));
    envoy.readAnswers();

    envoy.request.trailersArrive(List.of("checksum", "1"));
    envoy.readAnswers();

    assertThat(envoy.answeredHere().getDetails()).isEqualTo("weir_body_stranded");
  }

  @Test
  void failsAStreamWhoseMessagesComeOutOfOrder() {
    EnvoyModel envoy = envoy(BodyMode.NONE, ordered("a"));
    envoy.request.headersArrive(GET, false);

    envoy.request.headersArrive(GET, false);

    assertThat(envoy.failed).isTrue();
    assertThat(envoy.log.events).contains("protocol violated");
  }

  @Test
  void doesNotRestartTheProxysClockWhenAPluginLetsGoAndTheNextHolds() {
    FakeStage first = holding(Direction.REQUEST);
    EnvoyModel envoy = envoy(BodyMode.NONE, first, holding(Direction.REQUEST));
    envoy.waits(Duration.ofSeconds(1), Duration.ZERO);
    envoy.request.headersArrive(GET, true);

    envoy.lane.pass(Duration.ofMillis(600));
    first.exchanges.getFirst().resume(StreamType.HTTP_REQUEST);
    envoy.lane.pass(Duration.ofMillis(100));
    envoy.readAnswers();

    assertThat(envoy.answeredHere().getDetails()).isEqualTo("wasm_fail_stream");
  }

  @Test
  void tellsAPluginThatABodyIsWholeWhenTrailersMayBeNext() {
    EnvoyModel envoy = envoy(BodyMode.STREAMED, collecting());
    envoy.waits(Duration.ofMillis(200), Duration.ZERO);
    envoy.request.headersArrive(List.of(":method", "POST"), false);
    envoy.readAnswers();
    envoy.request.bodyArrives("a".getBytes(UTF_8), false);

    envoy.lane.pass(Duration.ofMillis(150));
    envoy.readAnswers();
    envoy.request.trailersArrive(List.of("checksum", "1"));
    envoy.readAnswers();

    assertThat(envoy.request.bodyOn.toString(UTF_8)).isEqualTo("a");
    assertThat(envoy.request.endOn).isTrue();
  }

  @Test
  void letsNothingPassBehindAnEndThatAPluginWasTold() {
    EnvoyModel envoy = envoy(BodyMode.STREAMED, collecting());
    envoy.waits(Duration.ofMillis(200), Duration.ZERO);
    envoy.request.headersArrive(List.of(":method", "POST"), false);
    envoy.readAnswers();
    envoy.request.bodyArrives("a".getBytes(UTF_8), false);
    envoy.lane.pass(Duration.ofMillis(150));
    envoy.readAnswers();

    envoy.request.bodyArrives("b".getBytes(UTF_8), true);
    envoy.readAnswers();

    assertThat(envoy.answeredHere().getDetails()).isEqualTo("weir_body_after_its_end");
  }

  @Test
  void sendsALongLocalResponseInPieces() {
    EnvoyModel envoy = envoy(BodyMode.NONE, answering(new byte[150_000]));
    envoy.allows(Terms.Overrides.REFUSED);

    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();

    assertThat(envoy.streamed.headers)
        .startsWith(":status", "401", "content-length", "150000")
        .containsSequence("x-a", "1", "x-a", "2");
    assertThat(envoy.streamed.body.size()).isEqualTo(150_000);
    assertThat(envoy.streamed.ended).isTrue();
    assertThat(envoy.finished).isTrue();
  }

  @Test
  void answersRequestsInOneMessageWhosePiecesEnvoyWouldNotAdapt() {
    for (List<String> request :
        List.of(
            List.of(":method", "HEAD", ":path", "/"),
            List.of(":method", "POST", "content-type", "application/grpc+proto"))) {
      EnvoyModel envoy = envoy(BodyMode.NONE, answering(new byte[150_000]));
      envoy.allows(Terms.Overrides.REFUSED);

      envoy.request.headersArrive(request, true);
      envoy.readAnswers();

      assertThat(envoy.answeredHere().getBody().size()).as("%s", request).isEqualTo(150_000);
    }
  }

  @Test
  void givesNoBodyToALocalResponseThatHasNone() {
    FakeStage answerer =
        new FakeStage("answerer")
            .onHeaders((x, c) -> {
              x.sendLocalResponse(
                  new LocalResponse(204, HeaderMap.of(), Bytes.utf8("no"), -1, "none"));
              return HeadersAction.CONTINUE;
            });
    EnvoyModel envoy = envoy(BodyMode.NONE, answerer);

    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();

    assertThat(envoy.answeredHere().getBody().isEmpty()).isTrue();
    assertThat(envoy.log.events).contains("dropped NO_BODY");
  }

  @Test
  void sendsALongLocalResponseWholeWhereTheModeForbidsPieces() {
    EnvoyModel envoy = envoy(BodyMode.BUFFERED, answering(new byte[150_000]));
    envoy.allows(Terms.Overrides.REFUSED);

    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();

    assertThat(envoy.answeredHere().getBody().size()).isEqualTo(150_000);
  }

  @Test
  void countsALocalResponseThatComesAfterTheResponseHasLeft() {
    FakeStage late =
        new FakeStage("late")
            .onBody((x, c) -> {
              x.sendLocalResponse(new LocalResponse(500, new HeaderMap(), Bytes.EMPTY, -1, "late"));
              return DataAction.CONTINUE;
            })
            .without(Direction.REQUEST);
    EnvoyModel envoy = envoy(BodyMode.STREAMED, late);
    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();
    envoy.response.headersArrive(OK, false);
    envoy.readAnswers();

    envoy.response.bodyArrives("x".getBytes(UTF_8), true);

    assertThat(envoy.log.events).containsExactly("dropped REPLY_TOO_LATE");
  }

  @Test
  void takesTheHeadersOfABufferedResponseForHeldUntilItsTrailers() {
    FakeStage late =
        new FakeStage("late")
            .onTrailers((x, c) -> {
              x.sendLocalResponse(new LocalResponse(500, new HeaderMap(), Bytes.EMPTY, -1, "late"));
              return TrailersAction.STOP;
            })
            .without(Direction.REQUEST);
    EnvoyModel envoy = envoy(BodyMode.BUFFERED, late);
    envoy.request.headersArrive(GET, true);
    envoy.response.headersArrive(OK, false);
    envoy.response.bodyArrives("x".getBytes(UTF_8), false);
    envoy.response.trailersArrive(List.of("checksum", "1"));
    envoy.readAnswers();

    assertThat(envoy.answeredHere().getDetails()).isEqualTo("late");
    assertThat(envoy.log.events).isEmpty();
  }

  @Test
  void givesAMessageWithoutBodyTheOneThatAPluginWrites() {
    EnvoyModel envoy = envoy(BodyMode.NONE, writing("made"), ordered("later"));

    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();

    assertThat(envoy.request.bodyOn.toString(UTF_8)).isEqualTo("made");
    assertThat(envoy.request.endOn).isTrue();
    assertThat(order).containsExactly("later REQUEST");
  }

  @Test
  void givesNoBodyToAMessageThatMayNotHaveOne() {
    EnvoyModel envoy = envoy(BodyMode.NONE, writing("made"));

    envoy.request.headersArrive(List.of(":method", "HEAD", ":path", "/"), false);
    envoy.readAnswers();
    envoy.response.headersArrive(OK, true);
    envoy.readAnswers();

    assertThat(envoy.response.bodyOn.size()).isZero();
  }

  private static FakeStage writing(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return new FakeStage("writer")
        .withoutBody()
        .onHeaders((x, c) -> {
          BufferType buffer =
              c.direction() == Direction.REQUEST
                  ? BufferType.HTTP_REQUEST_BODY
                  : BufferType.HTTP_RESPONSE_BODY;
          x.body(buffer).ifPresent(made -> made.splice(0, 0, bytes, 0, bytes.length));
          return HeadersAction.CONTINUE;
        });
  }

  /// Each value that a plugin sets goes to the proxy once, however many it sets.
  @Test
  @Timeout(5)
  void tellsOfManyPropertiesAtOnce() {
    FakeStage setter =
        new FakeStage("setter")
            .onHeaders((x, c) -> {
              for (int i = 0; i < 20_000; i++) {
                x.setProperty(List.of("k" + i), Bytes.utf8(""));
              }
              return HeadersAction.CONTINUE;
            });
    EnvoyModel envoy = envoy(BodyMode.NONE, setter.without(Direction.RESPONSE));

    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();

    assertThat(envoy.metadata.getFieldsOrThrow("envoy.wasm").getStructValue().getFieldsCount())
        .isEqualTo(20_000);
  }

  /// They are no bytes that a plugin could hold too many of.
  @Test
  void endsAStreamOfEmptyMessagesThatNobodyAnswers() {
    EnvoyModel envoy = envoy(BodyMode.STREAMED, holding(Direction.REQUEST));
    envoy.request.headersArrive(List.of(":method", "POST"), false);

    for (int i = 0; i < 100_000 && !envoy.failed; i++) {
      envoy.message(new Part.Body(Direction.REQUEST, Slice.empty(), false));
    }

    assertThat(envoy.log.events)
        .contains("REQUEST body: more messages than are answered (limit: 65536)");
  }

  @Test
  void keepsTheStatusOfAResponseWhoseBodyPassesBy() {
    FakeStage emptying =
        new FakeStage("emptying")
            .withoutBody()
            .onHeaders((x, c) -> {
              x.headers(MapType.HTTP_RESPONSE_HEADERS)
                  .ifPresent(map -> map.replace(":status", "204"));
              return HeadersAction.CONTINUE;
            });
    EnvoyModel envoy = envoy(BodyMode.NONE, emptying);
    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();

    envoy.response.headersArrive(OK, false);
    envoy.readAnswers();

    assertThat(envoy.response.headersOn).containsExactly(":status", "200");
    assertThat(envoy.log.events).containsExactly("dropped ILLEGAL_STATUS");
  }

  @ParameterizedTest
  @EnumSource(names = {"BUFFERED", "STREAMED", "FULL_DUPLEX_STREAMED"})
  void takesTheBodyAwayFromAResponseWhoseStatusBecameOneWithout(BodyMode mode) {
    FakeStage emptying =
        new FakeStage("emptying")
            .onHeaders((x, c) -> {
              x.headers(MapType.HTTP_RESPONSE_HEADERS)
                  .ifPresent(map -> map.replace(":status", "204"));
              return HeadersAction.CONTINUE;
            });
    EnvoyModel envoy = new EnvoyModel(List.of(emptying), BodyMode.NONE, mode);
    envoy.request.headersArrive(GET, true);
    envoy.readAnswers();
    envoy.response.headersArrive(OK, false);
    envoy.readAnswers();
    envoy.response.bodyArrives("world".getBytes(UTF_8), true);
    envoy.readAnswers();

    assertThat(envoy.response.headersOn).containsExactly(":status", "204");
    assertThat(envoy.response.bodyOn.size()).isZero();
    assertThat(envoy.response.endOn).isTrue();
  }
}
