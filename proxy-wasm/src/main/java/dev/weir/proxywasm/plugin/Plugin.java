package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.context.ConnectionContext;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.service.PluginServices;
import dev.weir.proxywasm.tcp.TcpConnection;
import org.jspecify.annotations.Nullable;

/// One plugin on one lane, in a VM of its own or in one that it shares (`SharedVms`).
///
/// [#start] may run on any thread but a lane; after it the plugin is touched only on its lane. An
/// instance that fails is replaced by itself.
public final class Plugin implements AutoCloseable {
  private final PluginSpec spec;
  private final PluginServices services;
  private @Nullable PluginVm vm;

  Plugin(PluginSpec spec, PluginServices services) {
    this.spec = spec;
    this.services = services;
  }

  /// Instantiates, starts and configures in a VM of its own; blocks until the plugin can take
  /// traffic.
  ///
  /// @throws PluginException when the plugin cannot start or refuses its configuration
  public static Plugin start(
      ProxyWasmModule module, PluginSpec spec, PluginServices services, Lane lane) {
    Plugin plugin = new Plugin(spec, services);
    plugin.in(PluginVm.start(module, plugin, lane));
    return plugin;
  }

  void in(PluginVm vm) {
    this.vm = vm;
  }

  /// Runs synthetic requests in a throw-away instance until latency flattens; blocks for at most
  /// about two seconds. Off the lanes, before the plugin takes traffic.
  ///
  /// @throws PluginException when the plugin cannot start or refuses its configuration
  public static void warmUp(ProxyWasmModule module, PluginSpec spec) {
    WarmUp.run(module, spec);
  }

  /// Opens a context for an exchange. Its `proxy_on_context_create` runs at once.
  ///
  /// @throws PluginException.Unavailable when the plugin cannot run now
  public StreamContext open(HttpExchange exchange) {
    return vm().context(this).open(exchange);
  }

  /// As the other, for a TCP connection.
  ///
  /// @throws PluginException.Unavailable when the plugin cannot run now
  public ConnectionContext open(TcpConnection connection) {
    return vm().context(this).open(connection);
  }

  /// Counts that the plugin reached a bound which the transport enforces. On the lane.
  public void limitReached(Limit limit) {
    vm().limitReached(this, limit);
  }

  public PluginSpec spec() {
    return spec;
  }

  PluginServices services() {
    return services;
  }

  /// Ends the plugin context (done, delete); streams still in it are failed. A plugin that answers
  /// that it is not done yet goes on in the background for some seconds.
  @Override
  public void close() {
    vm().leave(this);
  }

  private PluginVm vm() {
    if (vm == null) {
      throw new IllegalStateException("plugin " + spec.name() + ": not started");
    }
    return vm;
  }
}
