package dev.weir.e2e;

import dev.weir.cli.api.Api;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What `weir get plugins` knows at one moment.
record FleetStatus(Api.Plugins plugins) {
  /// The plugin of this name in the default namespace.
  Optional<Api.Plugin> find(String name) {
    return plugins.plugins().stream()
        .filter(plugin -> plugin.name().equals("default/" + name))
        .findFirst();
  }

  Api.Plugin get(String name) {
    return find(name)
        .orElseThrow(() -> new AssertionError("%s: no such plugin in %s".formatted(name, this)));
  }

  /// Whether the newest revision runs wherever it should, and nothing is wrong with the plugin.
  boolean ready(String name) {
    return find(name)
        .filter(plugin -> plugin.status() == Api.PluginStatus.READY)
        .filter(plugin -> plugin.proxies().of() > 0)
        .filter(plugin -> plugin.lastError().isEmpty())
        .isPresent();
  }

  /// Whether one error names the file and says all of this.
  boolean says(String file, List<String> words) {
    return errors()
        .map(error -> error.source() + " " + error.text())
        .anyMatch(error -> error.contains(file) && words.stream().allMatch(error::contains));
  }

  /// Whether the last failure of a plugin that ran contains this.
  boolean tells(String name, String words) {
    Api.Plugin plugin = get(name);
    return plugin.failures() > 0
        && plugin.lastError().filter(error -> error.text().contains(words)).isPresent();
  }

  Stream<Api.Problem> errors() {
    return Stream.concat(
        plugins.problems().stream(),
        plugins.plugins().stream().flatMap(plugin -> plugin.lastError().stream()));
  }

  @Override
  public String toString() {
    return Api.JSON.writeValueAsString(plugins);
  }
}
