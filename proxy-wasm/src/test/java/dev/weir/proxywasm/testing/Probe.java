package dev.weir.proxywasm.testing;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.plugin.ProxyWasmModule;
import java.util.List;

/// The probe filter, which does what a request's `x-probe` header tells it to.
public final class Probe {
  private static final ProxyWasmModule MODULE = Host.compile(Guests.filter("probe"));

  private final Host host;

  public Probe(Host host) {
    this.host = host;
  }

  public static ProxyWasmModule module() {
    return MODULE;
  }

  public Plugin start() {
    return start("");
  }

  /// A plugin whose own context runs `script`.
  public Plugin start(String script) {
    return start(PluginSpec.of("probe", Bytes.utf8(script)));
  }

  public Plugin start(PluginSpec spec) {
    return host.start(MODULE, spec);
  }

  /// A GET whose callbacks run `script`.
  public static FakeExchange exchange(String script) {
    return FakeExchange.get("x-probe", script, "x-probe-id", "t");
  }

  /// What the probe wrote of the callbacks of requests, without its prefix.
  public List<String> lines() {
    return host.log.lines.stream()
        .filter(line -> line.contains("probe t "))
        .map(line -> line.substring(line.indexOf("probe t ") + "probe t ".length()))
        .toList();
  }

  /// What the probe wrote of the callbacks of its plugin context.
  public List<String> pluginLines() {
    return host.log.lines.stream()
        .filter(line -> line.contains("probe plugin "))
        .map(line -> line.substring(line.indexOf("probe plugin ") + "probe plugin ".length()))
        .toList();
  }
}
