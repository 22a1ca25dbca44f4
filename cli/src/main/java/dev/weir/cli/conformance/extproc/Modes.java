package dev.weir.cli.conformance.extproc;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// All modes, and names for sets of them.
record Modes(List<Mode> all, Map<String, List<String>> groups) {
  Modes {
    all = List.copyOf(all);
    groups = Map.copyOf(groups);
  }

  @JsonCreator
  static Modes of(
      @JsonProperty("modes") List<Mode> all,
      @JsonProperty("groups") Map<String, List<String>> groups) {
    return new Modes(all, groups);
  }

  static Modes read() throws IOException {
    return Resource.yaml("modes.yaml", Modes.class);
  }

  /// @throws IllegalArgumentException if there is none
  Mode get(String name) {
    return all.stream()
        .filter(mode -> mode.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "mode: '%s' (expected: one of %s)"
                    .formatted(name, all.stream().map(Mode::name).toList())));
  }

  /// The modes that a case names: names of modes and groups, with commas between them.
  List<Mode> expand(String names) {
    List<Mode> expanded = new ArrayList<>();
    Arrays.stream(names.split(",", -1))
        .map(String::strip)
        .flatMap(name -> groups.getOrDefault(name, List.of(name)).stream())
        .forEach(name -> expanded.add(get(name)));
    return List.copyOf(expanded);
  }
}
