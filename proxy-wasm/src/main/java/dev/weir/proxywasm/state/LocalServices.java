package dev.weir.proxywasm.state;

import dev.weir.proxywasm.service.HostClock;
import dev.weir.proxywasm.service.PluginObserver;
import dev.weir.proxywasm.service.PluginServices;
import dev.weir.proxywasm.service.Upstreams;
import java.util.concurrent.Executor;

/// Services that live in this process alone.
public final class LocalServices {
  private LocalServices() {}

  /// System time, SLF4J log, metrics and shared state in memory, no upstreams. Plugins that shall
  /// see each other's shared state must share what this returns.
  public static PluginServices create(Executor loader) {
    return new PluginServices(
        HostClock.system(),
        new Slf4jPluginLog(),
        new InMemoryMetrics(),
        new LocalSharedState(),
        Upstreams.none(),
        PluginObserver.none(),
        loader);
  }
}
