package dev.weir.proxywasm.testing;

import dev.weir.engine.EngineOptions;
import dev.weir.engine.WasmEngine;
import dev.weir.engine.chicory.ChicoryEngine;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.plugin.ProxyWasmModule;
import dev.weir.proxywasm.service.HostClock;
import dev.weir.proxywasm.service.PluginServices;
import dev.weir.proxywasm.state.LocalServices;

/// One lane with everything a plugin needs, all under the test's control. Instances start on the
/// lane too, when the test runs it.
public final class Host {
  /// One engine for all tests: it holds a thread.
  public static final WasmEngine ENGINE = ChicoryEngine.start(EngineOptions.withoutCache());

  public final ManualLane lane = new ManualLane();
  public final RecordingLog log = new RecordingLog();
  public final RecordingObserver observer = new RecordingObserver();
  public PluginServices services = services();

  private PluginServices services() {
    PluginServices local = LocalServices.create(lane);
    HostClock clock =
        new HostClock() {
          @Override
          public long realtimeNanos() {
            return 1_700_000_000_000_000_000L + lane.nowNanos();
          }

          @Override
          public long monotonicNanos() {
            return lane.nowNanos();
          }
        };
    return new PluginServices(
        clock, log, local.metrics(), local.state(), local.upstreams(), observer, local.loader());
  }

  public static ProxyWasmModule compile(byte[] module) {
    return ProxyWasmModule.compile(ENGINE, module);
  }

  /// A started plugin, taken over by the lane.
  public Plugin start(ProxyWasmModule module, PluginSpec spec) {
    Plugin plugin = Plugin.start(module, spec, services, lane);
    lane.run();
    return plugin;
  }
}
