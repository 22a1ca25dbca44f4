package dev.weir.engine.module;

import dev.weir.engine.module.ModuleException.Malformed;
import java.util.Arrays;

/// The eight bytes before the first section, and what else users hand in by mistake.
final class ModuleHeader {
  private static final byte[] MAGIC = {0x00, 0x61, 0x73, 0x6d};
  private static final byte[] CORE_VERSION_1 = {0x01, 0x00, 0x00, 0x00};

  /// Byte of the layer field: 0 for modules, 1 for components (component-model, "Binary.md").
  private static final int LAYER = 6;

  private ModuleHeader() {}

  static void check(byte[] bytes) {
    if (!startsWith(bytes, MAGIC, 0)) {
      throw new Malformed(
          "not a WebAssembly module: starts with %s%s (expected: 00 61 73 6d)"
              .formatted(ByteReader.hex(bytes, 0, 4), guess(bytes)));
    }
    if (bytes.length < MAGIC.length + CORE_VERSION_1.length) {
      throw new Malformed(
          "module: truncated after %d bytes (expected: a version)".formatted(bytes.length));
    }
    if (bytes[LAYER] == 1) {
      throw new Malformed(
          "a WebAssembly component, not a module (expected: a core module; build without"
              + " the component model)");
    }
    if (!startsWith(bytes, CORE_VERSION_1, MAGIC.length)) {
      throw new Malformed(
          "module: version %s (expected: 01 00 00 00)".formatted(ByteReader.hex(bytes, 4, 8)));
    }
  }

  private static String guess(byte[] bytes) {
    if (bytes.length == 0) {
      return "nothing, the file is empty";
    }
    return switch (bytes[0]) {
      case '(', ';' -> ", perhaps the text format";
      case 0x1f -> ", perhaps a gzip archive";
      case '{' -> ", perhaps JSON";
      case '<' -> ", perhaps a web page";
      default -> "";
    };
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix, int from) {
    int to = from + prefix.length;
    return bytes.length >= to && Arrays.equals(bytes, from, to, prefix, 0, prefix.length);
  }
}
