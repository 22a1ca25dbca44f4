package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.ModuleFacts;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.PeerType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.context.ConnectionContext;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.service.PluginServices;
import dev.weir.proxywasm.state.LocalServices;
import java.time.Duration;
import java.util.List;

/// Runs synthetic requests, and connections, through a module, so that the JVM compiles its code
/// before traffic comes.
///
/// In a throw-away instance whose host side leads nowhere. Ends when requests have stopped getting
/// faster, or with its time. Code not yet compiled is slow, so the plugin's own limit per callback
/// does not count. A plugin that fails here is not refused: the requests are invented.
final class WarmUp {
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int FEWEST_ROUNDS = 200;
  private static final int ROUNDS_PER_BATCH = 50;

  /// Batches without progress after which latency counts as flat.
  private static final int FLAT_BATCHES = 4;

  private static final double PROGRESS = 0.95;

  private final PluginContext plugin;
  private final boolean connections;
  private final long deadline = System.nanoTime() + LONGEST.toNanos();
  private long best = Long.MAX_VALUE;
  private int flat;

  private WarmUp(PluginContext plugin, ModuleFacts facts) {
    this.plugin = plugin;
    this.connections = facts.seesConnections();
  }

  /// The number of requests that ran.
  static int run(ProxyWasmModule module, PluginSpec spec) {
    NowhereLane lane = new NowhereLane();
    PluginServices services = LocalServices.create(lane);
    PluginSpec patient = spec.withLimits(spec.limits().withCallback(LONGEST));
    Plugin throwAway = new Plugin(patient, NowhereServices.replacing(services));
    PluginContext plugin =
        new InstanceStart(module, lane).run(List.of(throwAway)).context(throwAway);
    try {
      plugin.vm().started(cause -> {});
      return new WarmUp(plugin, module.facts()).rounds();
    } catch (PluginException e) {
      return 0;
    } finally {
      plugin.vm().close();
    }
  }

  private int rounds() {
    int rounds = 0;
    while (rounds < FEWEST_ROUNDS || flat < FLAT_BATCHES) {
      long begin = System.nanoTime();
      for (int i = 0; i < ROUNDS_PER_BATCH; i++) {
        traffic();
        rounds++;
        if (System.nanoTime() > deadline) {
          return rounds;
        }
      }
      judge(System.nanoTime() - begin);
    }
    return rounds;
  }

  private void judge(long nanos) {
    if (nanos < best * PROGRESS) {
      flat = 0;
    } else {
      flat++;
    }
    best = Math.min(best, nanos);
  }

  private void traffic() {
    request();
    if (connections) {
      connection();
    }
  }

  private void request() {
    SyntheticExchange exchange = new SyntheticExchange();
    StreamContext stream = plugin.open(exchange);
    stream.onRequestHeaders(false);
    exchange.showBody();
    stream.onRequestBody(true);
    exchange.showResponse();
    stream.onResponseHeaders(false);
    exchange.showBody();
    stream.onResponseBody(true);
    stream.close();
  }

  private void connection() {
    ConnectionContext connection = plugin.open(new SyntheticConnection());
    connection.onNewConnection();
    connection.onData(StreamType.DOWNSTREAM, false);
    connection.onData(StreamType.UPSTREAM, true);
    connection.onDownstreamClose(PeerType.REMOTE);
    connection.close();
  }

  /// Runs tasks at once and timers never.
  private static final class NowhereLane implements Lane {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public Cancellable schedule(Runnable task, Duration delay) {
      return () -> {};
    }

    @Override
    public boolean isCurrent() {
      return true;
    }
  }
}
