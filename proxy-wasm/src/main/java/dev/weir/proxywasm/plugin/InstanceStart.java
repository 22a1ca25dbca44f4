package dev.weir.proxywasm.plugin;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceImage;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.ModuleException;
import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.hostcall.Linker;
import dev.weir.proxywasm.service.PluginServices;
import java.time.Duration;
import java.util.Optional;

/// Makes instances of one plugin: instantiate, initialise, create its context, start, configure.
///
/// @param lane the one that shall own the instances
record InstanceStart(ProxyWasmModule module, PluginSpec spec, PluginServices services, Lane lane) {
  /// Far more than any table of a filter, far less than what would hurt.
  private static final int TABLE_ELEMENTS = 100_000;

  /// A new instance, ready to be activated on its lane; on the calling thread.
  ///
  /// @throws PluginException.StartFailed or ConfigureFailed
  PluginContext run() {
    long begin = System.nanoTime();
    Vm vm = new Vm(module.facts().abi(), spec, services, lane);
    try {
      instantiate(vm);
      PluginContext plugin = configured(vm);
      services.observer().started(spec.name(), Duration.ofNanos(System.nanoTime() - begin));
      return plugin;
    } catch (RuntimeException e) {
      vm.close();
      throw e;
    }
  }

  private void instantiate(Vm vm) {
    CompiledModule compiled = module.compiled();
    try {
      HostFunctions host = Linker.link(vm, compiled.shape());
      Optional<InstanceImage> image = module.initialised().find(spec);
      if (image.isPresent()) {
        vm.resume(compiled.instantiate(host, limits(spec.limits()), image.get()));
      } else {
        WasmInstance instance = compiled.instantiate(host, limits(spec.limits()));
        vm.attach(instance);
        vm.initialize();
        keep(vm, compiled, instance);
      }
    } catch (ModuleException e) {
      throw new PluginException.StartFailed(spec.name(), String.valueOf(e.getMessage()), e);
    } catch (PluginException e) {
      throw new PluginException.StartFailed(spec.name(), e.reason(), e);
    }
  }

  private void keep(Vm vm, CompiledModule compiled, WasmInstance instance) {
    if (vm.repeatable()) {
      compiled.image(instance).ifPresent(image -> module.initialised().keep(spec, image));
    }
  }

  private PluginContext configured(Vm vm) {
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

  private void configure(PluginContext plugin) {
    boolean accepted;
    try {
      accepted = plugin.configure();
    } catch (PluginException e) {
      throw new PluginException.ConfigureFailed(spec.name(), e.reason(), e);
    }
    if (!accepted) {
      throw new PluginException.ConfigureFailed(spec.name(), refusal("proxy_on_configure", plugin));
    }
  }

  private static String refusal(String callback, PluginContext plugin) {
    return callback
        + plugin
            .complaint()
            .map(" returned false: %s"::formatted)
            .orElse(" returned false (expected: true)");
  }

  private static InstanceLimits limits(PluginLimits limits) {
    return new InstanceLimits(
        limits.callback(), limits.start(), limits.memoryBytes(), TABLE_ELEMENTS);
  }
}
