package dev.weir.model.yaml;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// One document of a file.
public sealed interface YamlDocument {
  /// A document that could be read.
  ///
  /// @param notes what other readers of YAML would read differently
  record Tree(JsonNode content, Places places, List<Fault> notes) implements YamlDocument {
    public Tree {
      notes = List.copyOf(notes);
    }
  }

  /// A document that could not.
  ///
  /// @param text what stands in the file, to guess from
  record Broken(int line, String text, List<Fault> faults) implements YamlDocument {
    public Broken {
      faults = List.copyOf(faults);
    }
  }

  /// Something wrong with the text.
  record Fault(int line, String path, String text) {}
}
