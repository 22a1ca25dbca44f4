package dev.weir.extproc.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.server.SilentObserver;
import dev.weir.extproc.wire.Attributes;
import dev.weir.extproc.wire.NetworkMessage;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.abi.NetworkAction;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.tcp.TcpConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever plugins hold back and let go, and in whatever order: no byte is lost, doubled or out of
/// order, and each message has one answer.
class ConnectionPropertyTest {
  private static final int CONNECTIONS = 2_000;
  private static final int STEPS = 30;
  private static final long SEED = 20_260_728L;

  @Test
  void everyMessageHasOneAnswerAndEveryByteItsPlace() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < CONNECTIONS; i++) {
      new Run(random).go();
    }
  }

  private static final class Run {
    private final Random random;
    private final RecordingTransport transport = new RecordingTransport();
    private final List<FakeTcpStage> chain = new ArrayList<>();
    private final ConnectionStream stream;
    private final StringBuilder downstream = new StringBuilder();
    private final StringBuilder upstream = new StringBuilder();
    private int messages;

    Run(Random random) {
      this.random = random;
      int plugins = 1 + random.nextInt(3);
      for (int i = 0; i < plugins; i++) {
        chain.add(
            new FakeTcpStage("p" + i, new ArrayList<>())
                .onNewConnection(x -> anyAction())
                .onData((x, from) -> anyAction()));
      }
      stream =
          new ConnectionStream(
              new ConnectionSetup(
                  List.copyOf(chain), new SilentObserver(), ConnectionObserver.none()),
              transport);
    }

    private NetworkAction anyAction() {
      return random.nextInt(3) == 0 ? NetworkAction.PAUSE : NetworkAction.CONTINUE;
    }

    private StreamType anySide() {
      return random.nextBoolean() ? StreamType.DOWNSTREAM : StreamType.UPSTREAM;
    }

    void go() {
      for (int i = 0; i < STEPS; i++) {
        if (random.nextInt(3) == 0) {
          connections().forEach(connection -> connection.resume(anySide()));
        } else {
          send(anySide());
        }
        assertThat(transport.answers.size()).isLessThanOrEqualTo(messages);
      }
      letGoOfEverything();
      assertThat(transport.toUpstream.toString()).isEqualTo(downstream.toString());
      assertThat(transport.toDownstream.toString()).isEqualTo(upstream.toString());
      assertThat(transport.answers).hasSize(messages);
    }

    private void send(StreamType from) {
      String text = "%d,".formatted(messages++).repeat(1 + random.nextInt(3));
      (from == StreamType.DOWNSTREAM ? downstream : upstream).append(text);
      stream.onMessage(
          new NetworkMessage(
              new NetworkMessage.Part.Data(from, Slice.utf8(text), false),
              Attributes.NONE,
              Slice.empty()));
    }

    /// A plugin behind may hold what one before it lets go of, so more than one round.
    private void letGoOfEverything() {
      for (int round = 0; round < 500 && transport.answers.size() < messages; round++) {
        for (TcpConnection connection : connections()) {
          connection.resume(StreamType.DOWNSTREAM);
          connection.resume(StreamType.UPSTREAM);
        }
      }
    }

    private List<TcpConnection> connections() {
      return chain.stream().flatMap(stage -> stage.connections.stream()).toList();
    }
  }
}
