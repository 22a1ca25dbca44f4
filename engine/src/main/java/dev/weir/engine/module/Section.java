package dev.weir.engine.module;

import java.util.Locale;

/// The sections of a module; their ids are their ordinals (core specification, "Sections").
enum Section {
  CUSTOM,
  TYPE,
  IMPORT,
  FUNCTION,
  TABLE,
  MEMORY,
  GLOBAL,
  EXPORT,
  START,
  ELEMENT,
  CODE,
  DATA,
  DATA_COUNT,
  TAG;

  private static final Section[] BY_ID = values();

  static Section read(ByteReader in) {
    int id = in.u8();
    if (id >= BY_ID.length) {
      throw in.malformed("section id %d (expected: 0 to %d)".formatted(id, BY_ID.length - 1));
    }
    return BY_ID[id];
  }

  /// How messages call it: `code section`.
  String subject() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ') + " section";
  }
}
