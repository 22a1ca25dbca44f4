package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Capabilities;
import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.service.PluginServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// The VMs that several plugins share: on one lane those of equal VM id and module, and of equal
/// settings of all that a VM has once. In Envoy too, which knows no limits. One of these per host.
public final class SharedVms {
  private record Key(Lane lane, String vmId, String moduleDigest, Settings settings) {
    static Key of(Lane lane, PluginSpec spec, ProxyWasmModule module) {
      return new Key(lane, spec.vmId(), module.facts().digest(), Settings.of(spec));
    }
  }

  /// What the plugins of a VM cannot have each for itself.
  private record Settings(
      Bytes configuration,
      Map<String, String> environment,
      Capabilities capabilities,
      PluginLimits.Instance limits) {
    static Settings of(PluginSpec spec) {
      return new Settings(
          spec.vmConfiguration(),
          spec.environment(),
          spec.capabilities(),
          spec.limits().instance());
    }
  }

  private final ConcurrentMap<Key, PluginVm> vms = new ConcurrentHashMap<>();

  /// Held while a plugin joins or founds a shared VM, so that two founders cannot meet. Never taken
  /// on a lane.
  private final Object founding = new Object();

  /// As `Plugin.start`, in the VM that the plugin's VM id names; in one of its own without a VM id.
  ///
  /// A plugin that joins is configured on the lane, within the limit for callbacks: its VM has
  /// requests to serve. That happens only after a trial in an instance of its own.
  ///
  /// @throws PluginException when the plugin cannot start or refuses its configuration
  public Plugin start(ProxyWasmModule module, PluginSpec spec, PluginServices services, Lane lane) {
    if (spec.vmId().isEmpty()) {
      return Plugin.start(module, spec, services, lane);
    }
    Key key = Key.of(lane, spec, module);
    Plugin plugin = new Plugin(spec, services);
    synchronized (founding) {
      Optional<PluginVm> joined = Optional.ofNullable(vms.get(key)).filter(vm -> joins(plugin, vm));
      plugin.in(joined.orElseGet(() -> found(key, module, plugin)));
    }
    return plugin;
  }

  private PluginVm found(Key key, ProxyWasmModule module, Plugin plugin) {
    PluginVm vm = PluginVm.start(module, plugin, key.lane());
    vms.put(key, vm);
    key.lane().execute(() -> vm.onClosed(() -> vms.remove(key, vm)));
    return vm;
  }

  /// False if the VM closed meanwhile.
  private static boolean joins(Plugin plugin, PluginVm vm) {
    Lane lane = vm.starts().lane();
    Optional<List<Plugin>> others =
        on(lane, () -> vm.closed() ? Optional.empty() : Optional.of(vm.plugins()));
    if (others.isEmpty()) {
      return false;
    }
    List<Plugin> all = new ArrayList<>(others.get());
    all.add(plugin);
    Instance trial = vm.starts().run(all);
    return on(
        lane,
        () -> {
          if (vm.closed()) {
            trial.close();
            return false;
          }
          vm.join(plugin, trial);
          return true;
        });
  }

  private static <T> T on(Lane lane, Supplier<T> task) {
    if (lane.isCurrent()) {
      return task.get();
    }
    try {
      return CompletableFuture.supplyAsync(task, lane).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PluginException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
