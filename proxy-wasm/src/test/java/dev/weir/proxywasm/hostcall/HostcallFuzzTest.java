package dev.weir.proxywasm.hostcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.engine.TrapException;
import dev.weir.engine.testing.HeapWatch;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.FakeUpstreams;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random hostcalls with right and wrong arguments in random callbacks. Whatever a guest asks, the
/// host answers a status; only the guest itself may trap, for its memory was written over.
///
/// `-Dfuzz.seed=N` runs again; the seed is printed. `-Plong` runs ten million.
class HostcallFuzzTest {
  private static final int HOSTCALLS_PER_SCRIPT = 20;
  private static final List<Hostcall> ALL = List.of(Hostcall.values());
  private static final String[] CALLBACKS = {"rh", "rb", "sh", "lg", "dn"};
  private static final String[] TEXTS = {
    // names, paths, pairs, messages: of one call or another the right one
    "",
    "x",
    ":path",
    ":method",
    "x-in",
    "api",
    "grpc",
    "request%00path",
    "plugin_name",
    "%ff%00%80",
    "expr_create",
    "uncompress",
    "compress",
    "1%20+",
    "%0a%06%0a%04grpc",
    "a=b&c=d",
    ":method=GET&:path=/&:authority=a",
    "200"
  };
  private static final String[] POINTERS = {
    "@0:0",
    "@0:16",
    "@-1:1",
    "@-8:16",
    "@65536:4",
    "@1000000:2000000",
    "@2147483647:2",
    "@4:-1",
    "@1024:70000",
    "@-2147483648:2147483647"
  };
  private static final String[] OUTPUTS = {"#0", "#-1", "#-4", "#65534", "#2147483647"};
  private static final long[] NUMBERS = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 99, -1, 200, 1000, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  private final long seed = Long.getLong("fuzz.seed", 20_261_121);
  private final Random random = new Random(seed);
  private final Host host = new Host();
  private final Probe probe = new Probe(host);
  private final FakeUpstreams upstreams = new FakeUpstreams();
  private Plugin plugin = start();
  private int guestTraps;

  @Test
  void everyHostcallIsAnswered() {
    answers(100_000);
  }

  @Test
  @Tag("long")
  void tenMillionHostcallsAreAnswered() {
    answers(10_000_000);
  }

  private void answers(int hostcalls) {
    System.out.printf("hostcall fuzz: seed %d, %d hostcalls%n", seed, hostcalls);
    int scripts = hostcalls / HOSTCALLS_PER_SCRIPT;
    HeapWatch heap = new HeapWatch(scripts);
    for (int i = 0; i < scripts; i++) {
      String script = CALLBACKS[random.nextInt(CALLBACKS.length)] + "=" + operations();
      try {
        runWhole(script);
      } catch (PluginException e) {
        assertThat(hostFault(e)).as("seed %d, script %s", seed, script).isEmpty();
        guestTraps++;
        restart();
      }
      host.log.lines.clear();
      host.observer.events.clear();
      upstreams.forget();
      heap.tick();
    }
    System.out.printf("hostcall fuzz: %d guests trapped%n%s%n", guestTraps, heap);
    assertThat(guestTraps).as("seed %d", seed).isLessThan(scripts / 2);
    assertThat(heap.growth()).as("bytes kept, seed %d: %s", seed, heap).isZero();
  }

  private String operations() {
    StringBuilder operations = new StringBuilder();
    for (int i = 0; i < HOSTCALLS_PER_SCRIPT; i++) {
      Hostcall call = ALL.get(random.nextInt(ALL.size()));
      operations.append(i == 0 ? "" : ";").append(call.importName()).append('(');
      for (int argument = 0; argument < 1 + random.nextInt(8); argument++) {
        operations.append(argument == 0 ? "" : ",").append(argument());
      }
      operations.append(')');
    }
    return operations.toString();
  }

  private String argument() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> Long.toString(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 4 -> POINTERS[random.nextInt(POINTERS.length)];
      case 5 -> random.nextInt(4) == 0 ? OUTPUTS[random.nextInt(OUTPUTS.length)] : "1";
      default -> TEXTS[random.nextInt(TEXTS.length)];
    };
  }

  private void runWhole(String script) {
    FakeExchange exchange = Probe.exchange(script);
    StreamContext stream = plugin.open(exchange);
    stream.onRequestHeaders(false);
    exchange.with(BufferType.HTTP_REQUEST_BODY, "abcdef");
    stream.onRequestBody(true);
    exchange.with(MapType.HTTP_RESPONSE_HEADERS, HeaderMap.of(":status", "200"));
    stream.onResponseHeaders(true);
    stream.close();
    host.lane.advance(Duration.ofMillis(1));
  }

  /// An exception of the host's own that stopped the guest.
  private static Optional<Throwable> hostFault(PluginException e) {
    return e.getCause() instanceof TrapException.HostFailed failed
        ? Optional.ofNullable(failed.getCause())
        : Optional.empty();
  }

  private Plugin start() {
    host.services = host.services.withUpstreams(upstreams);
    return probe.start();
  }

  private void restart() {
    host.lane.advance(Duration.ofSeconds(40));
    plugin.close();
    plugin = start();
  }
}
