package dev.weir.engine.module;

import dev.weir.engine.module.ModuleException.Malformed;
import java.util.HashMap;
import java.util.Map;

/// The custom section `name`: what the author called the functions. It is for people, so an
/// unreadable one is worth nothing but does not make a module unusable (core specification,
/// appendix, "Custom Sections").
final class NameSection {
  private static final int FUNCTION_NAMES = 1;

  /// Mangled names of templates run to thousands of bytes; those beyond this are left out.
  private static final int MAX_NAME_BYTES = 4_096;

  private NameSection() {}

  static Map<Integer, String> functionNames(ByteReader in, int most) {
    Map<Integer, String> names = new HashMap<>();
    try {
      while (in.hasMore()) {
        int id = in.u8();
        ByteReader subsection = in.piece("name section", in.u31());
        if (id == FUNCTION_NAMES) {
          read(subsection, most, names);
        }
      }
    } catch (Malformed _) {
      // keep what was readable
    }
    return names;
  }

  private static void read(ByteReader in, int most, Map<Integer, String> names) {
    for (int left = in.count("names", most); left > 0; left--) {
      int index = in.u31();
      names.put(index, in.name(MAX_NAME_BYTES));
    }
  }
}
