package dev.weir.cli.conformance.extproc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The suite's files.
final class Resource {
  static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Resource() {}

  static String text(String file) throws IOException {
    try (InputStream in = Resource.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("conformance: %s is missing".formatted(file));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static <T> T yaml(String file, Class<T> type) throws IOException {
    return YAML.readValue(text(file), type);
  }

  static ObjectNode tree(String yaml) {
    return (ObjectNode) YAML.readTree(yaml);
  }
}
