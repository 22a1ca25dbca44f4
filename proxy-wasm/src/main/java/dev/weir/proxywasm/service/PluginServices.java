package dev.weir.proxywasm.service;

import java.util.concurrent.Executor;

/// What the host lends to one plugin.
///
/// @param loader starts replacement instances; may block, must not be a lane
public record PluginServices(
    HostClock clock,
    PluginLog log,
    PluginMetrics metrics,
    SharedState state,
    Upstreams upstreams,
    PluginObserver observer,
    Executor loader) {

  public PluginServices withLog(PluginLog log) {
    return new PluginServices(clock, log, metrics, state, upstreams, observer, loader);
  }

  public PluginServices withUpstreams(Upstreams upstreams) {
    return new PluginServices(clock, log, metrics, state, upstreams, observer, loader);
  }

  public PluginServices withObserver(PluginObserver observer) {
    return new PluginServices(clock, log, metrics, state, upstreams, observer, loader);
  }

  public PluginServices withMetrics(PluginMetrics metrics) {
    return new PluginServices(clock, log, metrics, state, upstreams, observer, loader);
  }
}
