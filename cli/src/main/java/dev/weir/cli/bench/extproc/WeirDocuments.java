package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.report.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of documents that Weir is run with: one listener for all its Envoys, and for each
/// scenario a plugin that is meant for the Envoy with the scenario's label.
final class WeirDocuments {
  /// The node label that tells the scenarios' Envoys apart.
  static final String LABEL = "scenario";

  private WeirDocuments() {}

  static Path write(Path folder, InetSocketAddress origin, Path module) {
    try {
      Files.createDirectory(folder);
      Files.writeString(folder.resolve("envoy.json"), envoyResources(origin));
      for (Scenario scenario : Scenario.values()) {
        Files.writeString(folder.resolve(scenario.label() + ".json"), plugin(scenario, module));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String envoyResources(InetSocketAddress origin) {
    return """
    {"apiVersion": "weir.dev/v1alpha1", "kind": "EnvoyResources", "metadata": {"name": "bench"},
     "spec": {"listeners": [%s], "clusters": [%s]}}
    """
        .formatted(Bootstraps.listener(""), Bootstraps.originCluster(origin));
  }

  private static String plugin(Scenario scenario, Path module) {
    return """
    {"apiVersion": "weir.dev/v1alpha1", "kind": "WasmPlugin", "metadata": {"name": "%s"},
     "spec": {
       "url": %s,
       "selector": {"matchLabels": {"%s": "%s"}},
       "capabilities": ["%s"],
       "pluginConfig": %s}}
    """
        .formatted(
            scenario.label(),
            Bootstraps.quoted(module.toUri().toString()),
            LABEL,
            scenario.label(),
            String.join("\", \"", scenario.capabilities()),
            scenario.filterConfiguration());
  }
}
