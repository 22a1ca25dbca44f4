package dev.weir.extproc.stream;

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
    StreamFuzz.each(RUNS, HttpStreamFuzzTest::run);
  }

  private static void run(Random random) {
    FakeStage plugin = plugin(random);
    Terms terms =
        new Terms(
            new Timeouts(Duration.ofMillis(200), Duration.ofMillis(random.nextInt(400))),
            any(random, Terms.Overrides.values()),
            any(random, Terms.LongReplies.values()),
            any(random, Terms.Requests.values()));
    StreamFuzz stream = StreamFuzz.begin(plugin, terms, message(random));
    for (int i = random.nextInt(12); i > 0; i--) {
      switch (random.nextInt(8)) {
        case 0 -> plugin.exchanges.forEach(exchange -> exchange.resume(type(random)));
        case 1 -> stream.lane.pass(Duration.ofMillis(random.nextInt(200)));
        default -> stream.message(message(random));
      }
    }
    stream.end();
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
}
