package dev.weir.cli.conformance.extproc;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Cases on one subject, from one file.
record ExtProcChapter(
    @JsonProperty("chapter") String title, @JsonProperty("cases") List<ExtProcCase> cases) {
  private static final List<String> FILES =
      List.of(
          "shapes",
          "headers",
          "bodies",
          "holds",
          "replies",
          "ends",
          "properties",
          "chains",
          "tunnels",
          "pressure",
          "http2");

  ExtProcChapter {
    cases = List.copyOf(cases);
  }

  /// In the order of the document.
  static List<ExtProcChapter> all() throws IOException {
    List<ExtProcChapter> chapters = new ArrayList<>();
    for (String file : FILES) {
      chapters.add(Resource.yaml("cases/" + file + ".yaml", ExtProcChapter.class));
    }
    return List.copyOf(chapters);
  }
}
