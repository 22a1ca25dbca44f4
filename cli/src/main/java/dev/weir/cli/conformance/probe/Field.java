package dev.weir.cli.conformance.probe;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/// One header or trailer of a case, written `[name, value]`.
public record Field(String name, String value) {
  @JsonCreator
  static Field of(List<String> pair) {
    if (pair.size() != 2) {
      throw new IllegalArgumentException("header: %s (expected: [name, value])".formatted(pair));
    }
    return new Field(pair.get(0), pair.get(1));
  }
}
