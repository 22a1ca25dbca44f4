package dev.weir.extproc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.FakeStage;
import dev.weir.extproc.wire.Attributes;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage;
import dev.weir.extproc.wire.ProxyMessage.FlowControl;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.ProxyMessage.Protocol;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.abi.TrailersAction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Messages in any order, of any kind, with any modes: whatever the proxy sends, a stream ends
/// once, says nothing after its end, and leaves nothing behind.
class HttpStreamFuzzTest {
  private static final int RUNS = 20_000;

  @Test
  void survivesWhateverTheProxySends() {
    for (long seed = 0; seed < RUNS; seed++) {
      try {
        run(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void run(Random random) {
    FakeStage plugin = plugin(random);
    Counting transport = new Counting();
    EventLog log = new EventLog();
    FakeLane lane = new FakeLane();
    StreamSetup setup =
        new StreamSetup(
            "slot@1",
            List.of(plugin),
            lane,
            new Terms(
                new Timeouts(Duration.ofMillis(200), Duration.ofMillis(random.nextInt(400))),
                any(random, Terms.Overrides.values()),
                any(random, Terms.LongReplies.values()),
                any(random, Terms.Requests.values())),
            log);
    ProxyMessage first = message(random);
    HttpStream stream = HttpStream.open(setup, first, transport);
    stream.onMessage(first);
    for (int i = random.nextInt(12); i > 0; i--) {
      switch (random.nextInt(8)) {
        case 0 -> plugin.exchanges.forEach(exchange -> exchange.resume(type(random)));
        case 1 -> lane.pass(Duration.ofMillis(random.nextInt(200)));
        default -> stream.onMessage(message(random));
      }
    }
    stream.onEnd();
    assertThat(transport.ends).isLessThanOrEqualTo(1);
    assertThat(plugin.closed).isEqualTo(plugin.opened);
    assertThat(log.held).isZero();
    assertThat(lane.scheduled()).isZero();
  }

  private static FakeStage plugin(Random random) {
    return new FakeStage("p")
        .onHeaders((x, c) -> any(random, HeadersAction.values()))
        .onBody((x, c) -> any(random, DataAction.values()))
        .onTrailers((x, c) -> any(random, TrailersAction.values()))
        .holdingAtMost(random.nextInt(50));
  }

  private static StreamType type(Random random) {
    return random.nextBoolean() ? StreamType.HTTP_REQUEST : StreamType.HTTP_RESPONSE;
  }

  @SafeVarargs
  private static <T> T any(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }

  private static ProxyMessage message(Random random) {
    BodyMode[] modes = BodyMode.values();
    Protocol protocol = new Protocol(any(random, modes), any(random, modes), random.nextBoolean());
    return new ProxyMessage(
        part(random),
        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(protocol),
        Attributes.NONE,
        Slice.empty(),
        FlowControl.NONE,
        random.nextInt(10) == 0);
  }

  private static Part part(Random random) {
    Direction direction = any(random, Direction.values());
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          new Part.Headers(direction, EnvoyModel.headers(List.of("a", "b")), random.nextBoolean());
      case 2, 3, 4 ->
          new Part.Body(direction, Slice.of(new byte[random.nextInt(30)]), random.nextBoolean());
      case 5 -> new Part.Trailers(direction, EnvoyModel.headers(List.of("a", "b")));
      case 6 -> new Part.None();
      default -> random.nextInt(4) == 0 ? new Part.Malformed("test") : new Part.None();
    };
  }

  private static final class Counting implements Transport {
    private int ends;

    @Override
    public void send(Answer answer) {
      assertThat(ends).as("answer after the end").isZero();
    }

    @Override
    public void settled() {}

    @Override
    public void finish() {
      ends++;
    }

    @Override
    public void fail(String reason) {
      ends++;
    }
  }
}
