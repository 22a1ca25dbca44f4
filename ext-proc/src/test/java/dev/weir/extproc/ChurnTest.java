package dev.weir.extproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProtocolConfiguration;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Streams that are reset at a random moment, over real sockets, leave no context, no stream and no
/// byte behind.
class ChurnTest {
  private static final int OPEN_AT_ONCE = 64;

  @Test
  void twentyThousandStreamsLeaveNothing() throws Exception {
    run(20_000, 1);
  }

  @Test
  @Tag("long")
  void aMillionStreamsLeaveNothing() throws Exception {
    run(1_000_000, System.nanoTime());
  }

  private static void run(int streams, long seed) throws Exception {
    System.out.printf("%d streams, seed %d%n", streams, seed);
    Random random = new Random(seed);
    try (RunningHost host = new RunningHost(options -> options)) {
      List<ProcessClient> clients =
          Stream.generate(() -> new ProcessClient(host.address())).limit(4).toList();
      long begin = System.nanoTime();
      churn(clients, streams, random);
      host.awaitNothingLeft();
      Duration took = Duration.ofNanos(System.nanoTime() - begin);

      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      System.out.printf(
          "%d streams in %d s: 0 streams, 0 contexts, 0 held bytes; heap %d MiB%n",
          streams, took.toSeconds(), heap >> 20);
      assertThat(host.meters.counter("weir.extproc.streams").count()).isGreaterThan(streams / 2.0);
      assertThat(host.meters.counter("weir.extproc.protocol.violations").count()).isZero();
      host.assertServes();
      clients.forEach(ProcessClient::close);
    }
  }

  private static void churn(List<ProcessClient> clients, int streams, Random random)
      throws InterruptedException {
    Deque<ProcessClient.Call> open = new ArrayDeque<>();
    for (int i = 0; i < streams; i++) {
      ProcessClient.Call call = clients.get(random.nextInt(clients.size())).open(RunningHost.CHAIN);
      converse(call, random);
      open.add(call);
      if (open.size() > OPEN_AT_ONCE) {
        open.remove().reset();
      }
    }
    open.forEach(ProcessClient.Call::reset);
  }

  /// As much of an exchange as the dice say; nothing of it need have arrived when it is reset.
  private static void converse(ProcessClient.Call call, Random random) throws InterruptedException {
    int steps = random.nextInt(5);
    boolean waits = random.nextInt(4) == 0;
    List<ProcessingRequest> exchange = List.of(head(), body(false), body(true), ProcessClient.ok());
    for (int i = 0; i < steps; i++) {
      if (waits && i == 0) {
        call.ask(exchange.get(i));
      } else {
        call.send(exchange.get(i));
      }
    }
    if (random.nextInt(8) == 0) {
      call.reset();
    }
  }

  private static ProcessingRequest head() {
    return ProcessingRequest.newBuilder()
        .setProtocolConfig(
            ProtocolConfiguration.newBuilder().setRequestBodyMode(BodySendMode.STREAMED))
        .setRequestHeaders(
            ProcessClient.headers(
                false, ":method", "POST", ":path", "/", ":authority", "example.com"))
        .build();
  }

  private static ProcessingRequest body(boolean endOfStream) {
    return ProcessingRequest.newBuilder()
        .setRequestBody(
            HttpBody.newBuilder()
                .setBody(ByteString.copyFromUtf8("x".repeat(100)))
                .setEndOfStream(endOfStream))
        .build();
  }
}
