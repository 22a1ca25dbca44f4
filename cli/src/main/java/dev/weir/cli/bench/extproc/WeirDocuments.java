package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.report.Filter;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of documents that Weir is run with: one listener for all its Envoys, and for each
/// setup and scenario the plugins that are meant for the Envoy with its label.
final class WeirDocuments {
  /// The node label that tells the Envoys apart.
  static final String LABEL = "scenario";

  private WeirDocuments() {}

  /// @param filters the folder of filters
  static Path write(Path folder, InetSocketAddress origin, Path filters) {
    try {
      Files.createDirectory(folder);
      Files.writeString(folder.resolve("envoy.json"), envoyResources(origin));
      for (Scenario scenario : Scenario.values()) {
        write(folder, label(Setup.WEIR, scenario), 1, scenario, filters);
        if (scenario.withLongChain()) {
          String label = label(Setup.WEIR_CHAIN, scenario);
          write(folder, label, Setup.CHAIN_LENGTH, scenario, filters);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String label(Setup setup, Scenario scenario) {
    return scenario.label() + (setup == Setup.WEIR_CHAIN ? "-chain" : "");
  }

  private static void write(Path folder, String label, int plugins, Scenario scenario, Path filters)
      throws IOException {
    for (int i = 1; i <= plugins; i++) {
      String name = "%s-%d".formatted(label, i);
      Files.writeString(folder.resolve(name + ".json"), plugin(name, label, scenario, filters));
    }
  }

  private static String envoyResources(InetSocketAddress origin) {
    return """
    {"apiVersion": "weir.dev/v1alpha1", "kind": "EnvoyResources", "metadata": {"name": "bench"},
     "spec": {"listeners": [%s], "clusters": [%s]}}
    """
        .formatted(Bootstraps.listener(""), Bootstraps.originCluster(origin));
  }

  /// The limit is ten times the default, as Envoy's own VM has none: a stall of the machine
  /// discards no round.
  private static String plugin(String name, String label, Scenario scenario, Path filters) {
    Filter filter = scenario.filter();
    Path module = filters.resolve(filter.module()).resolve(filter.module() + ".wasm");
    return """
    {"apiVersion": "weir.dev/v1alpha1", "kind": "WasmPlugin", "metadata": {"name": "%s"},
     "spec": {
       "url": %s,
       "selector": {"matchLabels": {"%s": "%s"}},%s
       "limits": {"callback": "200ms"},
       "pluginConfig": %s}}
    """
        .formatted(
            name,
            Bootstraps.quoted(module.toUri().toString()),
            LABEL,
            label,
            filter
                .capabilities()
                .map(list -> "\"capabilities\": [\"%s\"],".formatted(String.join("\", \"", list)))
                .orElse(""),
            filter.configuration());
  }
}
