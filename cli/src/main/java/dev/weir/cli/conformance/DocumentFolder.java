package dev.weir.cli.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The folder that `weir up` serves: what Envoy does, and a document for each plugin.
final class DocumentFolder {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private final Path path;
  private final ObjectNode template;
  private final Map<String, ProbePlugin> plugins = new HashMap<>();

  private DocumentFolder(Path path, ObjectNode template) {
    this.path = path;
    this.template = template;
  }

  /// Writes it.
  ///
  /// @param module the probe
  static DocumentFolder write(
      Placement placement,
      Path module,
      Upstreams upstreams,
      ListenerPorts listeners,
      List<ProbePlugin> plugins)
      throws IOException {
    String plugin =
        upstreams
            .filledInto(resource("probe.yaml"))
            .replace("PLACEMENT", placement.fields)
            .replace("MODULE", module.toString());
    Path path = Files.createTempDirectory("weir-conformance");
    Files.writeString(
        path.resolve("envoy.yaml"),
        upstreams.filledInto(listeners.filledInto(resource("envoy.yaml"))));
    DocumentFolder folder = new DocumentFolder(path, (ObjectNode) YAML.readTree(plugin));
    for (ProbePlugin one : plugins) {
      folder.put(one);
    }
    return folder;
  }

  private static String resource(String file) throws IOException {
    try (InputStream in = DocumentFolder.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("conformance: %s is missing".formatted(file));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// In one move: an empty file would be an error to a watcher.
  private void put(ProbePlugin plugin) throws IOException {
    Path written = path.resolve(plugin.name() + ".new");
    Files.writeString(written, plugin.document(template).toString());
    Files.move(written, path.resolve(plugin.name() + ".yaml"), StandardCopyOption.REPLACE_EXISTING);
    plugins.put(plugin.name(), plugin);
  }

  /// Merges `spec` into a plugin's document.
  void change(String plugin, JsonNode spec) throws IOException {
    ProbePlugin known = plugins.get(plugin);
    if (known == null) {
      throw new IOException(
          "conformance: plugin '%s' (expected: one of %s)".formatted(plugin, plugins.keySet()));
    }
    put(known.with(spec));
  }

  void delete() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
