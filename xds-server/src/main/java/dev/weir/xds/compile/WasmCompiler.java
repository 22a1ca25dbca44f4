package dev.weir.xds.compile;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.weir.model.Capabilities;
import dev.weir.model.Digest;
import dev.weir.model.HeadersPause;
import dev.weir.model.WasmPlugin;
import io.envoyproxy.envoy.config.core.v3.AsyncDataSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.filters.http.wasm.v3.Wasm;
import io.envoyproxy.envoy.extensions.wasm.v3.CapabilityRestrictionConfig;
import io.envoyproxy.envoy.extensions.wasm.v3.EnvironmentVariables;
import io.envoyproxy.envoy.extensions.wasm.v3.FailurePolicy;
import io.envoyproxy.envoy.extensions.wasm.v3.PluginConfig;
import io.envoyproxy.envoy.extensions.wasm.v3.SanitizationConfig;
import io.envoyproxy.envoy.extensions.wasm.v3.VmConfig;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A plugin to the Wasm filter that runs it in the proxy itself.
final class WasmCompiler {
  private static final String RUNTIME = "envoy.wasm.runtime.v8";

  private WasmCompiler() {}

  /// Why this plugin cannot run in a proxy; empty if it can.
  static Optional<String> refusal(PluginVersion version) {
    if (version.plugin().execution().headersPause() == HeadersPause.HEADERS) {
      return Optional.of(
          "headersPause: Headers in the proxy's VM (expected: Everything, or placement External)");
    }
    return version.module().file().isPresent()
        ? Optional.empty()
        : Optional.of(
            "url: '%s' has no local file (expected: a module that the proxy can read, or placement External)"
                .formatted(version.plugin().module().url()));
  }

  static Any compile(Position position, PluginVersion version) {
    PluginConfig config = config(version);
    return position == Position.NETWORK
        ? Contents.pack(
            io.envoyproxy.envoy.extensions.filters.network.wasm.v3.Wasm.newBuilder()
                .setConfig(config)
                .build())
        : Contents.pack(Wasm.newBuilder().setConfig(config).build());
  }

  private static PluginConfig config(PluginVersion version) {
    WasmPlugin plugin = version.plugin();
    PluginConfig.Builder config =
        PluginConfig.newBuilder()
            .setName(version.name())
            .setRootId(plugin.configuration().pluginName())
            .setVmConfig(vm(version))
            .setFailurePolicy(policy(plugin))
            .setConfiguration(text(plugin.configuration().pluginConfig()));
    if (plugin.execution().capabilities() instanceof Capabilities.Only(var names)) {
      CapabilityRestrictionConfig.Builder allowed = CapabilityRestrictionConfig.newBuilder();
      names.forEach(
          name -> allowed.putAllowedCapabilities(name, SanitizationConfig.getDefaultInstance()));
      config.setCapabilityRestrictionConfig(allowed);
    }
    return config.build();
  }

  private static VmConfig vm(PluginVersion version) {
    String file = version.module().file().orElseThrow().toString();
    WasmPlugin.Vm settings = version.plugin().configuration().vm();
    EnvironmentVariables environment = environment(settings);
    VmConfig.Builder vm =
        VmConfig.newBuilder()
            .setVmId(settings.id().isEmpty() ? vmId(version, environment) : settings.id())
            .setRuntime(RUNTIME)
            .setNackOnCodeCacheMiss(true)
            .setEnvironmentVariables(environment)
            .setCode(
                AsyncDataSource.newBuilder().setLocal(DataSource.newBuilder().setFilename(file)));
    if (!settings.configuration().isEmpty()) {
      vm.setConfiguration(text(settings.configuration()));
    }
    return vm.build();
  }

  private static Any text(String text) {
    return Any.pack(StringValue.of(text));
  }

  /// Of a plugin that names no VM, so that it shares none; with all that Envoy starts another VM
  /// for.
  private static String vmId(PluginVersion version, EnvironmentVariables environment) {
    String content =
        version.module().digest().hex()
            + Digest.of(Contents.bytes(environment)).hex()
            + version.name();
    return Digest.of(content.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static EnvironmentVariables environment(WasmPlugin.Vm vm) {
    EnvironmentVariables.Builder environment = EnvironmentVariables.newBuilder();
    for (WasmPlugin.EnvironmentVariable variable : vm.environment()) {
      switch (variable) {
        case WasmPlugin.EnvironmentVariable.Inline(String name, String value) ->
            environment.putKeyValues(name, value);
        case WasmPlugin.EnvironmentVariable.Host(String name) -> environment.addHostEnvKeys(name);
      }
    }
    return environment.build();
  }

  private static FailurePolicy policy(WasmPlugin plugin) {
    return switch (plugin.execution().failStrategy()) {
      case FAIL_CLOSE -> FailurePolicy.FAIL_CLOSED;
      case FAIL_OPEN -> FailurePolicy.FAIL_OPEN;
      case FAIL_RELOAD -> FailurePolicy.FAIL_RELOAD;
    };
  }
}
