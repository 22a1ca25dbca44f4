package dev.weir.proxywasm;

import java.util.Map;

/// A plugin but for its module: identity, configuration, bounds.
///
/// @param name names the plugin in logs, metrics and errors
/// @param rootId tells apart the plugins that one module holds; seen as property `plugin_root_id`
/// @param vmId plugins of equal vmId, vmConfiguration, environment, capabilities, limits of an
///   instance and module share one VM on a lane, and shared data has this scope; empty means a VM
///   of its own, and shared data scoped by `name`
/// @param configuration seen by the plugin in its configure callback
/// @param vmConfiguration seen by the plugin in its VM start callback
/// @param environment the whole WASI environment; the host's own is never visible
public record PluginSpec(
    String name,
    String rootId,
    String vmId,
    Bytes configuration,
    Bytes vmConfiguration,
    Map<String, String> environment,
    PluginLimits limits,
    Capabilities capabilities,
    Behaviour behaviour) {

  public PluginSpec {
    environment = Map.copyOf(environment);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("plugin name: '' (expected: at least one character)");
    }
  }

  /// A plugin with default limits, all capabilities and a VM of its own.
  public static PluginSpec of(String name, Bytes configuration) {
    return new PluginSpec(
        name,
        "",
        "",
        configuration,
        Bytes.EMPTY,
        Map.of(),
        PluginLimits.defaults(),
        Capabilities.all(),
        Behaviour.DEFAULT);
  }

  /// What shared data and queues belong to: the VM id, or the plugin itself if it has none.
  public String scope() {
    return vmId.isEmpty() ? name : vmId;
  }

  public PluginSpec withLimits(PluginLimits limits) {
    return new PluginSpec(
        name,
        rootId,
        vmId,
        configuration,
        vmConfiguration,
        environment,
        limits,
        capabilities,
        behaviour);
  }

  public PluginSpec withEnvironment(Map<String, String> environment) {
    return new PluginSpec(
        name,
        rootId,
        vmId,
        configuration,
        vmConfiguration,
        environment,
        limits,
        capabilities,
        behaviour);
  }

  public PluginSpec withBehaviour(Behaviour behaviour) {
    return new PluginSpec(
        name,
        rootId,
        vmId,
        configuration,
        vmConfiguration,
        environment,
        limits,
        capabilities,
        behaviour);
  }

  public PluginSpec withCapabilities(Capabilities capabilities) {
    return new PluginSpec(
        name,
        rootId,
        vmId,
        configuration,
        vmConfiguration,
        environment,
        limits,
        capabilities,
        behaviour);
  }

  /// As this one, in the VM of `vmId` and known there as `rootId`.
  public PluginSpec inVm(String vmId, String rootId) {
    return new PluginSpec(
        name,
        rootId,
        vmId,
        configuration,
        vmConfiguration,
        environment,
        limits,
        capabilities,
        behaviour);
  }

  /// Where this host may differ from Envoy.
  ///
  /// @param strict do exactly what Envoy does, also where that is known to surprise
  /// @param allowOnHeadersStopIteration keep StopIteration of a headers callback as it is, so that
  ///   body callbacks arrive while headers are held; Envoy turns it into a stop of everything
  ///   unless this is set
  public record Behaviour(boolean strict, boolean allowOnHeadersStopIteration) {
    public static final Behaviour DEFAULT = new Behaviour(false, false);
    public static final Behaviour STRICT = new Behaviour(true, false);
  }
}
