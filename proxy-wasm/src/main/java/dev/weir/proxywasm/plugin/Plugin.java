package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.service.PluginServices;

/// One plugin on one lane: a VM instance and the plugin's context in it.
///
/// [#start] may run on any thread but a lane; after it the plugin is touched only on its lane. An
/// instance that fails is replaced with backoff; a plugin that keeps failing is quarantined.
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class Plugin implements AutoCloseable {
  private Plugin() {}

  /// Instantiates, starts and configures; blocks until the plugin can take traffic.
  ///
  /// @throws PluginException when the plugin cannot start or refuses its configuration
  public static Plugin start(
      ProxyWasmModule module, PluginSpec spec, PluginServices services, Lane lane) {
    throw new UnsupportedOperationException("being written");
  }

  /// Runs synthetic requests in throw-away instances until latency flattens; blocks for at most
  /// some seconds. Off the lanes, before the plugin takes traffic.
  public static void warmUp(ProxyWasmModule module, PluginSpec spec) {
    throw new UnsupportedOperationException("being written");
  }

  /// Opens a context for an exchange. Its `proxy_on_context_create` runs at once.
  ///
  /// @throws PluginException.Unavailable when the plugin cannot run now
  public StreamContext open(HttpExchange exchange) {
    throw new UnsupportedOperationException("being written");
  }

  /// Number of streams open in this plugin.
  public int streams() {
    throw new UnsupportedOperationException("being written");
  }

  /// Ends the plugin context (done, log, delete); streams still in it are failed.
  @Override
  public void close() {
    throw new UnsupportedOperationException("being written");
  }
}
