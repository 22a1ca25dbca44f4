package dev.weir.proxywasm.plugin;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.WasmEngine;
import dev.weir.engine.module.ModuleException;
import dev.weir.engine.module.ModuleShape;
import dev.weir.proxywasm.ModuleFacts;
import dev.weir.proxywasm.PluginException;

/// A module compiled and found to be a proxy-wasm filter that this host can run. Immutable; shared
/// by lanes.
public final class ProxyWasmModule {
  private final CompiledModule compiled;
  private final ModuleFacts facts;
  private final InitialisedState initialised = new InitialisedState();

  private ProxyWasmModule(CompiledModule compiled, ModuleFacts facts) {
    this.compiled = compiled;
    this.facts = facts;
  }

  /// Checks the module and compiles it; takes up to seconds, off the lanes.
  ///
  /// @throws PluginException.ModuleRefused naming what is missing or wrong
  public static ProxyWasmModule compile(WasmEngine engine, byte[] module) {
    try {
      ModuleShape shape = ModuleShape.read(module);
      ModuleFacts facts = check(shape);
      return new ProxyWasmModule(engine.compile(module), facts);
    } catch (ModuleException e) {
      throw new PluginException.ModuleRefused(String.valueOf(e.getMessage()), e);
    }
  }

  /// Whether a module can run here, as far as its sections tell.
  ///
  /// @throws PluginException.ModuleRefused naming what is missing or wrong
  public static ModuleFacts check(ModuleShape shape) {
    ModuleFacts facts = ModuleFacts.of(shape);
    ModuleCheck.check(shape);
    return facts;
  }

  public ModuleFacts facts() {
    return facts;
  }

  /// What instances are made of.
  public CompiledModule compiled() {
    return compiled;
  }

  InitialisedState initialised() {
    return initialised;
  }
}
