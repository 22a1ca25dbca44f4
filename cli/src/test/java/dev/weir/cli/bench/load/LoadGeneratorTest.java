package dev.weir.cli.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final Mark MARK = Mark.ofHeader("\r\nx-weir: hello\r\n");
  private static final int CONNECTIONS = 32;
  private static final Duration SLICE = Duration.ofMillis(200);

  private final Origin origin = Origin.start(MARK);
  private final LoadGenerator load = generator(new Request("GET / HTTP/1.1\r\nhost: a\r\n", 0));

  private static LoadGenerator generator(Request request) {
    var mark = Mark.ofHeader("\r\netag: \"5d8c72a5edda8\"\r\n");
    return new LoadGenerator(request, mark, CONNECTIONS, Duration.ofMillis(300));
  }

  private static LoadResult run(LoadGenerator load, InetSocketAddress target, Load slice)
      throws InterruptedException {
    try (var run = load.connect(target, slice)) {
      return run.run();
    }
  }

  @AfterEach
  void close() {
    load.close();
    origin.close();
  }

  @Test
  void answersEveryRequestOfAClosedLoopOnce() throws Exception {
    var result = run(load, origin.address(), new Load.ClosedLoop(SLICE));

    assertThat(result.faults()).isEqualTo(Faults.NONE);
    assertThat(result.answered()).isGreaterThan(CONNECTIONS);
    assertThat(origin.seen()).isEqualTo(new Origin.Seen(result.answered(), 0, 0));
    assertThat(result.latency().getTotalCount()).isEqualTo(result.answered());
  }

  @Test
  void sendsAFixedRate() throws Exception {
    var result = run(load, origin.address(), new Load.FixedRate(SLICE, 500));

    assertThat(result.answered()).isEqualTo(100);
  }

  @Test
  void countsAnswersAndRequestsThatCarryTheMarker() throws Exception {
    try (var marked = generator(new Request("GET / HTTP/1.1\r\nx-weir: hello\r\n", 0))) {
      var result = run(marked, origin.address(), new Load.ClosedLoop(SLICE));

      assertThat(result.marked()).isEqualTo(result.answered());
      assertThat(origin.seen().marked()).isEqualTo(result.answered());
    }
  }

  @Test
  void sendsAndReceivesBodies() throws Exception {
    try (var bodies = generator(new Request("POST /bytes/70000 HTTP/1.1\r\nhost: a\r\n", 50_000))) {
      var result = run(bodies, origin.address(), new Load.ClosedLoop(SLICE));

      assertThat(result.faults()).isEqualTo(Faults.NONE);
      assertThat(result.bodyBytes()).isEqualTo(70_000 * result.answered());
      assertThat(origin.seen().bodyBytes()).isEqualTo(50_000 * result.answered());
    }
  }

  @Test
  void readsServerSentEventsToTheirEnd() throws Exception {
    try (var events = generator(new Request("GET /events/10 HTTP/1.1\r\nhost: a\r\n", 0))) {
      var result = run(events, origin.address(), new Load.ClosedLoop(SLICE));

      assertThat(result.faults()).isEqualTo(Faults.NONE);
      assertThat(result.bodyBytes()).isEqualTo(10 * 30 * result.answered());
    }
  }

  @Test
  void countsLatencyFromWhenARequestWasDueAndNotFromWhenItCouldBeSent() throws Exception {
    var stall = Duration.ofMillis(50);
    try (var target = StallingTarget.start(stall)) {
      var result = run(load, target.address(), new Load.FixedRate(SLICE, 1000));

      // All connections are held for the stall, so requests that fall due meanwhile must wait.
      assertThat(result.faults()).isEqualTo(Faults.NONE);
      assertThat(result.answered()).isEqualTo(200);
      assertThat(result.latencyAt(50)).isGreaterThan(stall);
    }
  }

  @Test
  void countsWhatIsNotAnsweredAsLate() throws Exception {
    try (var silent = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      var address = (InetSocketAddress) silent.getLocalSocketAddress();

      var result = run(load, address, new Load.ClosedLoop(SLICE));

      assertThat(result.faults()).isEqualTo(new Faults(0, 0, CONNECTIONS));
    }
  }

  @Test
  void countsAConnectionThatClosesUnderARequestAsLost() throws Exception {
    try (var closing = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      var address = (InetSocketAddress) closing.getLocalSocketAddress();
      Thread.ofVirtual().start(() -> closeAfterFirstByte(closing));

      var result = run(load, address, new Load.ClosedLoop(SLICE));

      assertThat(result.faults()).isEqualTo(new Faults(0, 1, CONNECTIONS - 1));
    }
  }

  private static void closeAfterFirstByte(ServerSocket server) {
    try (var connection = server.accept()) {
      connection.getInputStream().read();
    } catch (IOException _) {
      // the test's assertion tells
    }
  }
}
