package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.Vm;
import java.util.HashMap;
import java.util.Map;

/// One live VM with the contexts of the plugins in it. Owned by the thread that owns the VM.
final class Instance {
  private final Vm vm;
  private final Map<Plugin, PluginContext> contexts = new HashMap<>();

  Instance(Vm vm) {
    this.vm = vm;
  }

  Vm vm() {
    return vm;
  }

  void put(Plugin plugin, PluginContext context) {
    contexts.put(plugin, context);
  }

  void remove(Plugin plugin) {
    contexts.remove(plugin);
  }

  boolean isEmpty() {
    return contexts.isEmpty();
  }

  /// Whether exactly these plugins are in it.
  boolean holds(Iterable<Plugin> plugins) {
    int count = 0;
    for (Plugin plugin : plugins) {
      if (!contexts.containsKey(plugin)) {
        return false;
      }
      count++;
    }
    return count == contexts.size();
  }

  /// The context of a plugin that is in it.
  PluginContext context(Plugin plugin) {
    PluginContext context = contexts.get(plugin);
    if (context == null) {
      throw new IllegalStateException("plugin " + plugin.spec().name() + ": not in this VM");
    }
    return context;
  }

  void activate() {
    contexts.values().forEach(PluginContext::activate);
  }

  void close() {
    vm.close();
  }
}
