package dev.weir.proxywasm.plugin;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceImage;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.TrapException;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.ModuleException;
import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.hostcall.Linker;
import dev.weir.proxywasm.service.PluginServices;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Makes instances of one module: instantiate and initialise; then for each plugin create its
/// context, start, configure.
///
/// @param lane the one that shall own the instances
record InstanceStart(ProxyWasmModule module, Lane lane) {
  /// Far more than any table of a filter, far less than what would hurt.
  private static final int TABLE_ELEMENTS = 100_000;

  /// WebAssembly core specification, "Memory Instances".
  private static final long PAGE_BYTES = 64 << 10;

  /// A new instance, ready to be activated on its lane; on the calling thread.
  ///
  /// @param plugins at least one; VM configuration, environment and limits are the first one's
  /// @throws PluginException.StartFailed or ConfigureFailed
  Instance run(List<Plugin> plugins) {
    long begin = System.nanoTime();
    Plugin first = plugins.getFirst();
    Vm vm = new Vm(module.facts().abi(), first.spec(), first.services(), lane);
    try {
      instantiate(vm);
      Instance instance = new Instance(vm);
      for (Plugin plugin : plugins) {
        instance.put(plugin, configured(vm, plugin.spec(), plugin.services()));
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      plugins.forEach(plugin -> plugin.services().observer().started(plugin.spec().name(), took));
      return instance;
    } catch (RuntimeException e) {
      vm.close();
      throw e;
    }
  }

  private void instantiate(Vm vm) {
    CompiledModule compiled = module.compiled();
    PluginSpec spec = vm.spec();
    checkMemory(compiled, vm);
    try {
      HostFunctions host = Linker.link(vm, compiled.shape());
      Optional<InstanceImage> image = module.initialised().find(spec);
      if (image.isPresent()) {
        vm.resume(compiled.instantiate(host, limits(spec.limits().instance()), image.get()));
      } else {
        WasmInstance instance = compiled.instantiate(host, limits(spec.limits().instance()));
        vm.guest().attach(instance);
        vm.initialize();
        keep(vm, compiled, instance);
      }
    } catch (ModuleException e) {
      if (e.getCause() instanceof TrapException trap) {
        PluginException failure = vm.startSectionFailed(trap);
        throw new PluginException.StartFailed(spec.name(), failure.reason(), failure);
      }
      throw new PluginException.StartFailed(spec.name(), String.valueOf(e.getMessage()), e);
    } catch (PluginException e) {
      throw new PluginException.StartFailed(spec.name(), e.reason(), e);
    }
  }

  private static void checkMemory(CompiledModule compiled, Vm vm) {
    long pages = compiled.shape().memory().map(ExternType.Memory::minimumPages).orElse(0L);
    long bytes = pages * PAGE_BYTES;
    if (bytes > vm.spec().limits().instance().memoryBytes()) {
      vm.limitReached(Limit.MEMORY);
      throw new PluginException.StartFailed(
          vm.spec().name(), "memory of %d KiB".formatted(bytes >> 10), Limit.MEMORY);
    }
  }

  private void keep(Vm vm, CompiledModule compiled, WasmInstance instance) {
    if (vm.guest().repeatable()) {
      compiled.image(instance).ifPresent(image -> module.initialised().keep(vm.spec(), image));
    }
  }

  /// Creates, starts and configures one plugin's context in a VM that has initialised.
  ///
  /// @throws PluginException.StartFailed or ConfigureFailed
  static PluginContext configured(Vm vm, PluginSpec spec, PluginServices services) {
    PluginContext plugin;
    try {
      plugin = PluginContext.create(vm, spec, services);
      if (!plugin.start()) {
        throw new PluginException.StartFailed(spec.name(), refusal("proxy_on_vm_start", plugin));
      }
    } catch (PluginException.StartFailed e) {
      throw e;
    } catch (PluginException e) {
      throw new PluginException.StartFailed(spec.name(), e.reason(), e);
    }
    configure(plugin);
    return plugin;
  }

  private static void configure(PluginContext plugin) {
    String name = plugin.spec().name();
    boolean accepted;
    try {
      accepted = plugin.configure();
    } catch (PluginException e) {
      throw new PluginException.ConfigureFailed(name, e.reason(), e);
    }
    if (!accepted) {
      throw new PluginException.ConfigureFailed(name, refusal("proxy_on_configure", plugin));
    }
  }

  private static String refusal(String callback, PluginContext plugin) {
    return callback
        + plugin
            .complaint()
            .map(" returned false: %s"::formatted)
            .orElse(" returned false (expected: true)");
  }

  private static InstanceLimits limits(PluginLimits.Instance limits) {
    return new InstanceLimits(
        limits.callback(), limits.start(), limits.memoryBytes(), limits.stack(), TABLE_ELEMENTS);
  }
}
