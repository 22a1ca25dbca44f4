package dev.weir.cli.inspect;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a module's tools wrote about themselves: the custom section `producers` of the WebAssembly
/// tool conventions (`ProducersSection.md`), as `<language or tool> <version>`.
record Producers(List<String> languages, List<String> tools) {
  static final String SECTION = "producers";
  static final Producers UNKNOWN = new Producers(List.of(), List.of());

  private static final int HEADER_BYTES = 8;

  /// No tool writes more than a handful; a section with more is not read on.
  private static final int MAX_ENTRIES = 100;

  Producers {
    languages = List.copyOf(languages);
    tools = List.copyOf(tools);
  }

  /// Reads the section; a module without one, or with one that breaks off, tells nothing.
  static Producers read(byte[] module) {
    try {
      return section(ByteBuffer.wrap(module).position(HEADER_BYTES))
          .map(Producers::fields)
          .orElse(UNKNOWN);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException _) {
      return UNKNOWN;
    }
  }

  private static Optional<ByteBuffer> section(ByteBuffer module) {
    while (module.hasRemaining()) {
      boolean custom = module.get() == 0;
      int length = number(module);
      ByteBuffer content = module.slice(module.position(), length);
      module.position(module.position() + length);
      if (custom && text(content).equals(SECTION)) {
        return Optional.of(content);
      }
    }
    return Optional.empty();
  }

  private static Producers fields(ByteBuffer section) {
    List<String> languages = new ArrayList<>();
    List<String> tools = new ArrayList<>();
    for (int fields = count(section); fields > 0; fields--) {
      List<String> target = text(section).equals("language") ? languages : tools;
      for (int values = count(section); values > 0; values--) {
        target.add((text(section) + " " + text(section)).strip());
      }
    }
    return new Producers(languages, tools);
  }

  private static int count(ByteBuffer bytes) {
    int count = number(bytes);
    if (count > MAX_ENTRIES) {
      throw new IllegalArgumentException("producers: %d entries".formatted(count));
    }
    return count;
  }

  private static String text(ByteBuffer bytes) {
    int length = number(bytes);
    String text = StandardCharsets.UTF_8.decode(bytes.slice(bytes.position(), length)).toString();
    bytes.position(bytes.position() + length);
    return text;
  }

  /// An unsigned LEB128 number of at most 31 bits.
  private static int number(ByteBuffer bytes) {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = bytes.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        if (value < 0) {
          break;
        }
        return value;
      }
    }
    throw new IllegalArgumentException("number: over 31 bits");
  }
}
