package dev.weir.engine.module;

import java.util.Locale;

/// The sections of a module (core specification, "Sections").
enum Section {
  CUSTOM(0),
  TYPE(1),
  IMPORT(2),
  FUNCTION(3),
  TABLE(4),
  MEMORY(5),
  GLOBAL(6),
  EXPORT(7),
  START(8),
  ELEMENT(9),
  CODE(10),
  DATA(11),
  DATA_COUNT(12),
  TAG(13);

  private static final Section[] BY_ID = values();

  private final int id;

  Section(int id) {
    this.id = id;
  }

  static Section read(ByteReader in) {
    int id = in.u8();
    if (id >= BY_ID.length) {
      throw in.malformed("section id %d (expected: 0 to %d)".formatted(id, BY_ID.length - 1));
    }
    return BY_ID[id];
  }

  int id() {
    return id;
  }

  /// How messages call it: `code section`.
  String subject() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ') + " section";
  }
}
