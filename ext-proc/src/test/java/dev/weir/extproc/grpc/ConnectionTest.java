package dev.weir.extproc.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.grpc.FrameClient.Frame;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How long connections last, in a time that passes when told to.
class ConnectionTest {
  private static final byte[] HELLO = Wire.message(new byte[] {'h', 'i'});
  private static final Duration INTERVAL = Lifetimes.PING_INTERVAL;
  private static final Duration ANSWER = Lifetimes.PING_ANSWER;

  private final Heard echo = new Heard(Echo::new);
  private FrameClient client = FrameClient.connected(echo);

  @AfterEach
  void close() {
    client.close();
  }

  private boolean isOpen() {
    client.channel.runPendingTasks();
    return client.channel.isActive();
  }

  private static long data(Frame ping) {
    return ByteBuffer.wrap(ping.payload().toByteArray()).getLong();
  }

  private Frame awaitPing() {
    return client.received(Http2FrameTypes.PING, 0).getLast();
  }

  private List<Integer> goAways() {
    return client.received(Http2FrameTypes.GO_AWAY, 0).stream().map(Frame::number).toList();
  }

  @Test
  void aClientThatFellSilentIsAskedAndThenClosed() {
    client.open(1);
    client.pass(INTERVAL);
    assertThat(client.received(Http2FrameTypes.PING, 0)).isEmpty();

    client.pass(INTERVAL);
    assertThat(client.received(Http2FrameTypes.PING, 0)).hasSize(1);
    client.pass(ANSWER);

    assertThat(isOpen()).isFalse();
    assertThat(echo.last().events()).containsExactly("cancel");
  }

  @Test
  void aClientThatAnswersIsNotClosed() {
    client.pass(INTERVAL);
    for (int i = 0; i < 10; i++) {
      client.pass(INTERVAL);
      client.send(Wire.ping(Wire.ACK, data(awaitPing())));
      client.pass(ANSWER);
    }
    assertThat(isOpen()).isTrue();
  }

  @Test
  void aClientThatNeverSendsItsPrefaceIsClosed() {
    client.close();
    client = new FrameClient(echo, TestServer.OPTIONS);

    client.pass(INTERVAL);
    client.pass(ANSWER);

    assertThat(isOpen()).isFalse();
  }

  @Test
  void aConnectionDepartsWithItsLastCall() {
    client.open(1);
    client.connection().depart();
    assertThat(goAways()).containsExactly(Integer.MAX_VALUE);
    client.open(3); // on its way when the GOAWAY came
    client.send(Wire.ping(Wire.ACK, Departure.PING));
    assertThat(goAways()).containsExactly(3);

    client.send(Wire.data(1, Wire.END_STREAM, HELLO));
    assertThat(isOpen()).isTrue();
    client.send(Wire.data(3, Wire.END_STREAM, HELLO));

    assertThat(isOpen()).isFalse();
    List<Frame> frames = client.received();
    assertThat(FrameClient.content(frames, 1)).isEqualTo(HELLO);
    assertThat(FrameClient.content(frames, 3)).isEqualTo(HELLO);
    assertThat(echo.calls).allMatch(call -> call.events().getLast().equals("complete"));
  }

  @Test
  void aCallThatComesTooLateMayBeTriedElsewhere() {
    client.open(1);
    client.connection().depart();
    client.send(Wire.ping(Wire.ACK, Departure.PING));

    client.open(3);

    assertThat(client.received(Http2FrameTypes.RST_STREAM, 3))
        .singleElement()
        .matches(reset -> reset.number() == Http2Error.REFUSED_STREAM.code());
    assertThat(echo.calls).hasSize(1);
  }

  @Test
  void aConnectionWithoutCallsDepartsAtOnce() {
    client.connection().depart();
    client.connection().depart();
    client.channel.runPendingTasks();
    client.send(Wire.ping(Wire.ACK, Departure.PING));

    assertThat(goAways()).containsExactly(Integer.MAX_VALUE, 0);
    assertThat(isOpen()).isFalse();
  }

  @Test
  void aClientThatDoesNotAnswerIsNotWaitedFor() {
    client.connection().depart();
    client.channel.runPendingTasks();
    client.pass(ANSWER);

    assertThat(isOpen()).isFalse();
  }

  @Test
  void anAnswerThatNobodyAskedForMeansNothing() {
    client.send(Wire.ping(Wire.ACK, Departure.PING), Wire.ping(Wire.ACK, 7));

    assertThat(client.received(Http2FrameTypes.GO_AWAY, 0)).isEmpty();
    assertThat(isOpen()).isTrue();
  }

  @Test
  void anOldConnectionDeparts() {
    client.close();
    Duration age = Duration.ofSeconds(60);
    client =
        FrameClient.connected(
            echo, TestServer.options(new Lifetimes(Optional.of(age), Duration.ZERO)));
    client.open(1);

    client.pass(age.multipliedBy(11).dividedBy(10));
    assertThat(goAways()).containsExactly(Integer.MAX_VALUE);
    client.send(Wire.ping(Wire.ACK, Departure.PING), Wire.data(1, Wire.END_STREAM, HELLO));

    assertThat(isOpen()).isFalse();
    assertThat(echo.last().events()).endsWith("complete");
  }

  @Test
  void aClientThatTakesItsLeaveIsServedToTheEnd() {
    client.open(1);
    client.send(Wire.frame(Http2FrameTypes.GO_AWAY, 0, 0, new byte[8]));
    client.send(Wire.data(1, 0, HELLO));

    assertThat(FrameClient.content(client.received(), 1)).isEqualTo(HELLO);
  }

  @Test
  void aClientThatAsksAndNeverReadsIsClosed() {
    for (byte[] question : List.of(Wire.ping(0, 1), Wire.settings())) {
      client.close();
      client = FrameClient.connected(echo);
      client.stopReading();
      client.send(Wire.times(20_000, question));
      assertThat(isOpen()).isFalse();
    }
  }

  @Test
  void aCallIsOverWhenItIsResetForAnErrorAlsoIfTheClientDoesNotRead() {
    client.open(1);
    client.open(3);
    client.stopReading();
    client.send(Wire.windowUpdate(1, 0));
    assertThat(echo.calls.getFirst().events()).containsExactly("cancel");

    echo.calls.getFirst().call.close(Status.OK);
    client.readOn();
    client.send(Wire.data(3, 0, HELLO));

    List<Frame> frames = client.received();
    assertThat(frames).noneMatch(frame -> frame.type() == Http2FrameTypes.HEADERS && frame.isEnd());
    assertThat(FrameClient.content(frames, 3)).isEqualTo(HELLO);
  }

  @Test
  void manySmallContinuationsEndTheConnection() {
    byte[] begin = Wire.frame(Http2FrameTypes.HEADERS, 0, 1, new byte[0]);
    byte[] more = Wire.frame(Http2FrameTypes.CONTINUATION, 0, 1, new byte[] {0, 1, 'a', 1, 'b'});
    client.send(begin, Wire.times(100, more));

    assertThat(isOpen()).isFalse();
  }

  @Test
  void moreStreamsThanAllowedAreRefusedOneByOne() {
    for (int i = 0; i < 101; i++) {
      client.open(2 * i + 1);
    }
    assertThat(echo.calls).hasSize(100);
    assertThat(client.received(Http2FrameTypes.RST_STREAM, 201)).hasSize(1);
  }
}
