package dev.weir.cli.conformance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The cases of one part of the ABI, from one file.
///
/// @param plugins that run while its cases do
record Chapter(String title, List<ProbePlugin> plugins, List<ConformanceCase> cases) {
  private static final List<String> FILES =
      List.of(
          "headers",
          "buffers",
          "iteration",
          "responses",
          "properties",
          "state",
          "callouts",
          "arguments",
          "vms",
          "connections");

  Chapter {
    plugins = List.copyOf(plugins);
    cases = List.copyOf(cases);
  }

  @JsonCreator
  static Chapter of(
      @JsonProperty("chapter") String title,
      @JsonProperty("plugins") @Nullable List<ProbePlugin> plugins,
      @JsonProperty("cases") List<ConformanceCase> cases) {
    return new Chapter(
        title, Objects.requireNonNullElse(plugins, List.of(ProbePlugin.ONLY)), cases);
  }

  /// Whether its cases are TCP connections.
  boolean forConnections() {
    return plugins.stream().anyMatch(ProbePlugin::forConnections);
  }

  /// Whether it has cases with this in their names, or in its own.
  boolean has(String text) {
    return !named(text).isEmpty();
  }

  /// The cases that have this in their names, or all if the chapter's has.
  List<ConformanceCase> named(String text) {
    return title.contains(text)
        ? cases
        : cases.stream().filter(row -> row.name().contains(text)).toList();
  }

  /// All chapters of a suite, in the order of the document.
  static List<Chapter> all(String suite) throws IOException {
    List<Chapter> chapters = new ArrayList<>();
    for (String file : FILES) {
      chapters.add(read(suite + "/" + file + ".yaml"));
    }
    return List.copyOf(chapters);
  }

  private static Chapter read(String file) throws IOException {
    try (InputStream in = Chapter.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("conformance cases: %s is missing".formatted(file));
      }
      return YAMLMapper.builder().build().readValue(in, Chapter.class);
    }
  }
}
