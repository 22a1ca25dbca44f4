package dev.weir.proxywasm.bench;

import com.sun.management.ThreadMXBean;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.plugin.ProxyWasmModule;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Guests;
import dev.weir.proxywasm.testing.Host;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Nanoseconds and bytes allocated per simulated request: context, request headers, response
/// headers, log, done, delete, with 20 headers.
///
/// Arguments: filter, its configuration, requests per round.
public final class HostBenchmark {
  private static final int ROUNDS = 8;
  private static final String[] NAMES = new String[17];

  static {
    for (int i = 0; i < NAMES.length; i++) {
      NAMES[i] = "x-header-" + i;
    }
  }

  private HostBenchmark() {}

  public static void main(String[] arguments) {
    String filter = arguments[0];
    int requests = Integer.parseInt(arguments[2]);
    Host host = new Host();
    ProxyWasmModule module = Host.compile(Guests.filter(filter));
    PluginSpec spec =
        PluginSpec.of(filter, Bytes.utf8(arguments[1]))
            .withLimits(PluginLimits.defaults().withCallback(Duration.ofSeconds(1)));
    Plugin.warmUp(module, spec);
    Plugin plugin = host.start(module, spec);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int round = 0; round < ROUNDS; round++) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long begin = System.nanoTime();
      for (int i = 0; i < requests; i++) {
        request(plugin);
      }
      System.out.printf(
          "%s: %d ns, %d bytes per request%n",
          filter,
          (System.nanoTime() - begin) / requests,
          (threads.getCurrentThreadAllocatedBytes() - bytes) / requests);
    }
  }

  private static void request(Plugin plugin) {
    FakeExchange exchange = new FakeExchange();
    exchange.with(MapType.HTTP_REQUEST_HEADERS, requestHeaders());
    StreamContext stream = plugin.open(exchange);
    stream.onRequestHeaders(true);
    exchange.with(MapType.HTTP_RESPONSE_HEADERS, HeaderMap.of(":status", "200"));
    stream.onResponseHeaders(true);
    stream.close();
  }

  private static HeaderMap requestHeaders() {
    HeaderMap map = HeaderMap.of(":method", "GET", ":path", "/", ":authority", "example.org");
    for (int i = 0; i < 17; i++) {
      map.add(NAMES[i], "value of a header");
    }
    return map;
  }
}
