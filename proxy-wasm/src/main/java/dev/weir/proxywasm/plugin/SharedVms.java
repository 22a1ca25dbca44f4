package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.service.PluginServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// The VMs that several plugins share: on one lane those of equal VM id, VM configuration and
/// module, as in Envoy. One of these per host.
public final class SharedVms {
  private record Key(Lane lane, String vmId, Bytes vmConfiguration, String moduleDigest) {}

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
    Key key = new Key(lane, spec.vmId(), spec.vmConfiguration(), module.facts().digest());
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
