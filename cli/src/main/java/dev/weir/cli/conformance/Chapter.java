package dev.weir.cli.conformance;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The cases of one part of the ABI, from one file.
record Chapter(
    @JsonProperty("chapter") String title, @JsonProperty("cases") List<ConformanceCase> cases) {
  private static final List<String> FILES =
      List.of(
          "headers",
          "buffers",
          "iteration",
          "responses",
          "properties",
          "state",
          "callouts",
          "arguments");

  Chapter {
    cases = List.copyOf(cases);
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
