package dev.weir.extproc.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.server.SilentObserver;
import dev.weir.extproc.wire.Attributes;
import dev.weir.extproc.wire.NetworkMessage;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.NetworkAction;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.tcp.TcpConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionStreamTest {
  private final List<String> calls = new ArrayList<>();
  private final RecordingTransport transport = new RecordingTransport();
  private final FakeTcpStage a = new FakeTcpStage("a", calls);
  private final FakeTcpStage b = new FakeTcpStage("b", calls);

  @Test
  void dataMeetsThePluginsInOrderAndWhatComesBackInReverse() {
    ConnectionStream stream = stream(a, b);

    stream.onMessage(downstream("ping"));
    stream.onMessage(upstream("pong"));

    assertThat(calls)
        .containsExactly(
            "a new", "b new", "a DOWNSTREAM 4", "b DOWNSTREAM 4", "b UPSTREAM 4", "a UPSTREAM 4");
    assertThat(transport.answers).containsExactly("read 'ping'", "write 'pong'");
  }

  @Test
  void anEditGoesBackAsModified() {
    ConnectionStream stream = stream(a.onData((x, from) -> replace(x, from, "edited")), b);

    stream.onMessage(downstream("ping"));

    assertThat(calls).contains("b DOWNSTREAM 6");
    assertThat(transport.answers).containsExactly("read 'edited' modified");
  }

  @Test
  void whatIsHeldGoesOnTogetherWithOneAnswerForEachMessage() {
    ConnectionStream stream = stream(a.onData((x, from) -> pauseBelow(x, from, 6)), b);

    stream.onMessage(downstream("abc"));
    assertThat(transport.answers).isEmpty();
    stream.onMessage(downstream("def"));

    assertThat(calls).contains("a DOWNSTREAM 3", "a DOWNSTREAM 6", "b DOWNSTREAM 6");
    assertThat(transport.answers).containsExactly("read '' modified", "read 'abcdef' modified");
  }

  @Test
  void onlyOneMessageStaysUnansweredWhileAPluginHolds() {
    ConnectionStream stream = stream(a.onData((x, from) -> NetworkAction.PAUSE));

    stream.onMessage(downstream("abc"));
    stream.onMessage(downstream("def"));
    assertThat(transport.answers).containsExactly("read '' modified");
    a.connection().resume(StreamType.DOWNSTREAM);

    assertThat(transport.answers.getLast()).isEqualTo("read 'abcdef' modified");
  }

  @Test
  void aPausedBeginHoldsBackAllDataAndThePluginsBehind() {
    ConnectionStream stream = stream(a.onNewConnection(x -> NetworkAction.PAUSE), b);

    stream.onMessage(downstream("ping"));
    stream.onMessage(upstream("banner"));
    a.connection().resume(StreamType.UPSTREAM);
    assertThat(calls).containsExactly("a new");
    assertThat(transport.answers).isEmpty();
    a.connection().resume(StreamType.DOWNSTREAM);

    assertThat(calls)
        .containsExactly("a new", "b new", "a DOWNSTREAM 4", "b DOWNSTREAM 4", "a UPSTREAM 6");
    assertThat(transport.answers).containsExactly("read 'ping'", "write 'banner'");
  }

  @Test
  void dataIsNotSeenBeforeThePausedBeginIsOver() {
    ConnectionStream stream = stream(a.onNewConnection(x -> NetworkAction.PAUSE));

    stream.onMessage(downstream("ping"));
    stream.onMessage(upstream("banner"));

    assertThat(a.connection().data(StreamType.DOWNSTREAM)).isEmpty();
    assertThat(a.connection().data(StreamType.UPSTREAM)).isEmpty();
  }

  @Test
  void aPluginThatHoldsForEverClosesTheConnectionThatHasEnded() {
    ConnectionStream stream =
        stream(a.withoutCallouts().onData((x, from) -> pauseFrom(from, StreamType.DOWNSTREAM)));

    stream.onMessage(message(StreamType.DOWNSTREAM, "ping", true));
    stream.onMessage(message(StreamType.UPSTREAM, "pong", true));

    assertThat(transport.answers).containsExactly("write 'pong' end", "close");
    assertThat(calls).endsWith("a downstream closed LOCAL", "a gone");
  }

  @Test
  void theSideThatEndsLastClosesTheConnection() {
    ConnectionStream stream = stream(a);

    stream.onMessage(message(StreamType.UPSTREAM, "pong", true));
    stream.onMessage(message(StreamType.DOWNSTREAM, "", true));
    stream.onEnd();

    assertThat(calls).endsWith("a downstream closed REMOTE", "a gone");
  }

  @Test
  void dataThatHasPassedIsNotSeenWhenItsSenderIsGone() {
    ConnectionStream stream = stream(a);

    stream.onMessage(message(StreamType.UPSTREAM, "pong", true));

    assertThat(calls).contains("a UPSTREAM 4 end", "a upstream closed UNKNOWN");
    assertThat(a.seenAtUpstreamClose).isEmpty();
  }

  @Test
  void aPluginClosesTheConnectionAfterWhatHasPassed() {
    ConnectionStream stream =
        stream(
            a.onData((x, from) -> {
              if (from == StreamType.UPSTREAM) {
                x.close();
              }
              return NetworkAction.CONTINUE;
            }));

    stream.onMessage(downstream("ping"));
    stream.onMessage(upstream("pong"));

    assertThat(transport.answers).containsExactly("read 'ping'", "write '' modified", "close");
    assertThat(calls).endsWith("a downstream closed LOCAL", "a gone");
  }

  @Test
  void aFailedPluginClosesTheConnection() {
    ConnectionStream stream = stream(a.onData((x, from) -> fail()), b);

    stream.onMessage(downstream("ping"));
    stream.onMessage(downstream("more"));

    assertThat(calls).doesNotContain("b DOWNSTREAM 4");
    assertThat(transport.answers).endsWith("close");
    assertThat(transport.toUpstream).isEmpty();
  }

  @Test
  void aFailedPluginThatFailsOpenIsPassedBy() {
    ConnectionStream stream =
        stream(
            a.failOpen()
                .onData((x, from) -> from == StreamType.UPSTREAM ? fail() : NetworkAction.PAUSE));

    stream.onMessage(downstream("ping"));
    stream.onMessage(upstream("pong"));
    stream.onMessage(downstream("more"));

    assertThat(transport.toUpstream).hasToString("pingmore");
    assertThat(transport.toDownstream).hasToString("pong");
  }

  @Test
  void aPluginThatWaitsForMoreThanItMayHoldFails() {
    ConnectionStream stream =
        stream(a.holdingAtMost(5).withoutCallouts().onData((x, from) -> pauseBelow(x, from, 100)));

    stream.onMessage(downstream("abcdef"));

    assertThat(a.heldTooMuch).isOne();
    assertThat(transport.answers).endsWith("close");
  }

  @Test
  void aPluginThatCanResumeByItselfHoldsTheSenderBack() {
    ConnectionStream stream = stream(a.holdingAtMost(5).onData((x, from) -> NetworkAction.PAUSE));

    stream.onMessage(downstream("abcdef"));
    assertThat(stream.wantsMore()).isFalse();
    a.connection().resume(StreamType.DOWNSTREAM);

    assertThat(stream.wantsMore()).isTrue();
    assertThat(transport.answers).containsExactly("read 'abcdef'");
  }

  @Test
  void endsOfBothSidesAreToldAndPassedOn() {
    ConnectionStream stream = stream(a);

    stream.onMessage(message(StreamType.DOWNSTREAM, "ping", true));
    stream.onMessage(message(StreamType.UPSTREAM, "pong", true));
    stream.onEnd();

    assertThat(transport.answers).containsExactly("read 'ping' end", "write 'pong' end");
    assertThat(calls)
        .endsWith(
            "a UPSTREAM 4 end", "a upstream closed UNKNOWN", "a downstream closed LOCAL", "a gone");
  }

  @Test
  void dataAfterTheEndOfItsSideViolatesTheProtocol() {
    ConnectionStream stream = stream(a);
    stream.onMessage(message(StreamType.DOWNSTREAM, "", true));
    stream.onMessage(message(StreamType.DOWNSTREAM, "", true));
    assertThat(transport.failure).isEmpty();

    stream.onMessage(downstream("more"));

    assertThat(transport.failure).contains("4 bytes from DOWNSTREAM after its end");
    assertThat(calls).endsWith("a gone");
  }

  @Test
  void withoutItsChainAConnectionIsClosed() {
    ConnectionStream stream = stream();

    stream.refuse();
    stream.onMessage(downstream("ping"));

    assertThat(transport.answers).containsExactly("close");
  }

  private ConnectionStream stream(FakeTcpStage... chain) {
    return new ConnectionStream(
        new ConnectionSetup(List.of(chain), new SilentObserver(), ConnectionObserver.none()),
        transport);
  }

  private static NetworkAction replace(TcpConnection connection, StreamType from, String text) {
    BodyBuffer data = connection.data(from).orElseThrow();
    byte[] bytes = Bytes.utf8(text).toByteArray();
    data.splice(0, data.length(), bytes, 0, bytes.length);
    return NetworkAction.CONTINUE;
  }

  private static NetworkAction pauseBelow(TcpConnection connection, StreamType from, int bytes) {
    return connection.data(from).orElseThrow().length() < bytes
        ? NetworkAction.PAUSE
        : NetworkAction.CONTINUE;
  }

  private static NetworkAction pauseFrom(StreamType from, StreamType paused) {
    return from == paused ? NetworkAction.PAUSE : NetworkAction.CONTINUE;
  }

  private static NetworkAction fail() {
    throw new PluginException.Unavailable("a", "failed by the test");
  }

  private static NetworkMessage downstream(String text) {
    return message(StreamType.DOWNSTREAM, text, false);
  }

  private static NetworkMessage upstream(String text) {
    return message(StreamType.UPSTREAM, text, false);
  }

  private static NetworkMessage message(StreamType from, String text, boolean end) {
    return new NetworkMessage(
        new NetworkMessage.Part.Data(from, Slice.utf8(text), end), Attributes.NONE, Slice.empty());
  }
}
