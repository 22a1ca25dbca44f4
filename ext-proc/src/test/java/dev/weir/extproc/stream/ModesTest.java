package dev.weir.extproc.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.chain.FakeStage;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.stream.Terms.Overrides;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.MapType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the proxy is asked to send, and what becomes of pauses for what it does not send.
class ModesTest {
  private static final List<String> POST =
      List.of(":method", "POST", ":path", "/", "content-length", "4");
  private static final List<String> UPGRADE =
      List.of(":method", "GET", ":path", "/", "connection", "upgrade", "upgrade", "websocket");
  private static final List<String> OK = List.of(":status", "200");
  private static final byte[] BODY = "body".getBytes(UTF_8);

  private static EnvoyModel envoy(BodyMode mode, Overrides overrides, Stage... chain) {
    EnvoyModel envoy = new EnvoyModel(List.of(chain), mode, mode);
    envoy.allows(overrides);
    return envoy;
  }

  /// Holds the headers until it has seen the body, which it makes longer.
  private static FakeStage inspector() {
    return new FakeStage("inspector")
        .onHeaders((x, c) ->
            c.endOfStream() || c.direction() == Direction.RESPONSE
                ? HeadersAction.CONTINUE
                : HeadersAction.STOP_ITERATION)
        .onBody((x, c) -> {
          if (!c.endOfStream()) {
            return DataAction.STOP_AND_BUFFER;
          }
          x.body(BufferType.HTTP_REQUEST_BODY).orElseThrow().splice(0, 0, BODY, 0, 1);
          x.headers(MapType.HTTP_REQUEST_HEADERS).orElseThrow().replace("x-seen", "1");
          return DataAction.CONTINUE;
        })
        .without(Direction.RESPONSE)
        .withoutCallouts();
  }

  private static FakeStage onlyHeaders() {
    return new FakeStage("headers").withoutBody();
  }

  @Test
  void asksForNoBodiesThatNoPluginOfTheRequestLooksAt() {
    FakeStage other = new FakeStage("other").onlyFor(map -> false);
    EnvoyModel envoy = envoy(BodyMode.BUFFERED, Overrides.WITH_HEADERS, onlyHeaders(), other);

    envoy.request.headersArrive(POST, false);
    envoy.readAnswers();
    envoy.request.bodyArrives(BODY, true);

    assertThat(envoy.overrides).isEqualTo(1);
    assertThat(envoy.request.endOn).as("the body goes past the host").isTrue();
  }

  @Test
  void asksForNothingWhereNothingIsAllowed() {
    EnvoyModel envoy = envoy(BodyMode.BUFFERED, Overrides.REFUSED, onlyHeaders());

    envoy.request.headersArrive(POST, false);
    envoy.readAnswers();

    assertThat(envoy.overrides).isZero();
  }

  @Test
  void asksForABodyThatAPluginWantsToSee() {
    EnvoyModel envoy = envoy(BodyMode.NONE, Overrides.BEFORE_HEADERS, new FakeStage("reader"));

    envoy.request.headersArrive(POST, false);
    envoy.readAnswers();
    envoy.request.bodyArrives(BODY, true);
    envoy.readAnswers();

    assertThat(envoy.request.bodyOn.toString(UTF_8)).isEqualTo("body");
    assertThat(envoy.request.headersOn).doesNotContain("content-length");
  }

  @Test
  void hasABodySentToAPluginThatHoldsTheHeadersForIt() {
    EnvoyModel envoy = envoy(BodyMode.STREAMED, Overrides.BEFORE_HEADERS, inspector());

    envoy.request.headersArrive(POST, false);
    envoy.readAnswers();
    envoy.request.bodyArrives(BODY, true);
    envoy.readAnswers();

    assertThat(envoy.request.headersOn).containsSequence("x-seen", "1");
    assertThat(envoy.request.bodyOn.toString(UTF_8)).isEqualTo("bbody");
  }

  @Test
  void hasABodyBufferedWhereItCannotComeBeforeTheHeadersAnswer() {
    EnvoyModel envoy = envoy(BodyMode.NONE, Overrides.WITH_HEADERS, inspector());

    envoy.request.headersArrive(POST, false);
    envoy.readAnswers();
    envoy.request.bodyArrives(BODY, true);
    envoy.readAnswers();

    assertThat(envoy.request.headersOn)
        .containsSequence("x-seen", "1")
        .containsSequence("content-length", "5");
    assertThat(envoy.request.bodyOn.toString(UTF_8)).isEqualTo("bbody");
  }

  @Test
  void failsAPluginWhoseBodyTheProxyDidNotSendAfterAll() {
    EnvoyModel envoy = envoy(BodyMode.NONE, Overrides.WITH_HEADERS, inspector());
    envoy.followsOverrides = false;
    envoy.request.headersArrive(POST, false);
    envoy.readAnswers();

    envoy.response.headersArrive(OK, true);
    envoy.readAnswers();

    assertThat(envoy.answeredHere().getDetails()).isEqualTo("wasm_fail_stream");
  }

  @Test
  void resumesAPluginThatWaitsForABodyWhichCannotCome() {
    EnvoyModel envoy = envoy(BodyMode.NONE, Overrides.REFUSED, inspector());

    envoy.request.headersArrive(POST, false);
    envoy.readAnswers();
    envoy.request.bodyArrives(BODY, true);

    assertThat(envoy.log.events).containsExactly("dropped PAUSE_IN_VAIN");
    assertThat(envoy.request.endOn).isTrue();
  }

  @Test
  void goesOnHoldingForAPluginThatSomethingElseCanResume() {
    FakeStage waiting = new FakeStage("waiting").onHeaders((x, c) -> HeadersAction.STOP_ITERATION);
    EnvoyModel envoy = envoy(BodyMode.NONE, Overrides.REFUSED, waiting);

    envoy.request.headersArrive(POST, false);
    envoy.readAnswers();
    envoy.request.bodyArrives(BODY, true);

    assertThat(envoy.request.haveHeadersLeft()).isFalse();
  }

  @Test
  void leavesATunnelWhoseEndTheProxyWouldWaitFor() {
    EnvoyModel envoy = envoy(BodyMode.BUFFERED, Overrides.REFUSED, new FakeStage("reader"));

    envoy.request.headersArrive(UPGRADE, false);
    envoy.readAnswers();

    assertThat(envoy.finished).isTrue();
    assertThat(envoy.log.events).containsExactly("dropped TUNNEL");
  }

  @Test
  void hasATunnelStreamedWhereThatIsAllowed() {
    EnvoyModel envoy = envoy(BodyMode.BUFFERED, Overrides.WITH_HEADERS, new FakeStage("reader"));

    envoy.request.headersArrive(UPGRADE, false);
    envoy.readAnswers();
    envoy.request.bodyArrives(BODY, false);
    envoy.readAnswers();

    assertThat(envoy.request.bodyOn.toString(UTF_8)).isEqualTo("body");
    assertThat(envoy.finished).isFalse();
  }

  @Test
  void resumesAPluginThatWaitsForTheBodyOfATunnel() {
    EnvoyModel envoy = envoy(BodyMode.FULL_DUPLEX_STREAMED, Overrides.REFUSED, inspector());

    envoy.request.headersArrive(UPGRADE, false);
    envoy.readAnswers();

    assertThat(envoy.request.haveHeadersLeft()).isTrue();
    assertThat(envoy.log.events).containsExactly("dropped PAUSE_IN_VAIN");
  }

  @Test
  void passesEachPieceOfATunnelAtOnce() {
    EnvoyModel envoy =
        envoy(BodyMode.FULL_DUPLEX_STREAMED, Overrides.REFUSED, new FakeStage("reader"));
    envoy.request.headersArrive(UPGRADE, false);
    envoy.readAnswers();
    envoy.response.headersArrive(List.of(":status", "101"), false);
    envoy.readAnswers();

    envoy.response.bodyArrives(BODY, false);
    envoy.readAnswers();

    assertThat(envoy.response.bodyOn.toString(UTF_8)).isEqualTo("body");
  }
}
