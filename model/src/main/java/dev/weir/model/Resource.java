package dev.weir.model;

/// A resource that Weir acts on.
public sealed interface Resource permits WasmPlugin, EnvoyResources {
  ResourceKey key();
}
