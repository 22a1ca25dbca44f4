package dev.weir.engine.module;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Reads types as they stand in the type, import, table, memory and global sections.
///
/// Source: WebAssembly core specification, "Binary Format", chapter "Types".
final class Externs {
  private static final int FUNCTION_FORM = 0x60;
  private static final int HAS_MAXIMUM = 1;
  private static final int HAS_64_BIT_ADDRESSES = 4;
  private static final int TABLE_WITH_INITIALIZER = 0x40;

  /// Largest number of parameters or results; the specification's suggestion (appendix,
  /// "Implementation Limitations") and what JavaScript engines allow.
  private static final int MAX_VALUES = 1_000;

  private Externs() {}

  static FunctionType functionType(ByteReader in) {
    int form = in.u8();
    if (form != FUNCTION_FORM) {
      throw in.malformed(
          "type form 0x%02x (expected: 0x60, a function; the engine has no garbage-collected types)"
              .formatted(form));
    }
    return new FunctionType(values(in), values(in));
  }

  private static List<ValueType> values(ByteReader in) {
    int count = in.count("values", MAX_VALUES);
    List<ValueType> values = new ArrayList<>(count);
    for (int left = count; left > 0; left--) {
      values.add(value(in));
    }
    return values;
  }

  private static ValueType value(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 0x7f -> ValueType.I32;
      case 0x7e -> ValueType.I64;
      case 0x7d -> ValueType.F32;
      case 0x7c -> ValueType.F64;
      case 0x7b -> ValueType.V128;
      case 0x70 -> ValueType.FUNCREF;
      case 0x6f -> ValueType.EXTERNREF;
      case 0x63, 0x64 -> {
        in.skipS33();
        yield ValueType.OTHER;
      }
      case 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72, 0x73, 0x74 -> ValueType.OTHER;
      default -> throw in.malformed("value type 0x%02x".formatted(code));
    };
  }

  static ExternType.Table table(ByteReader in) {
    int code = in.u8();
    if (code == TABLE_WITH_INITIALIZER) {
      throw in.malformed("table with an initializer (expected: none)");
    }
    if (code == 0x63 || code == 0x64) {
      in.skipS33();
    }
    return new ExternType.Table(limits(in).minimumPages());
  }

  static ExternType.Memory memory(ByteReader in) {
    return limits(in);
  }

  private static ExternType.Memory limits(ByteReader in) {
    int flags = in.u8();
    if (flags >= HAS_64_BIT_ADDRESSES) {
      throw in.malformed("limits 0x%02x (expected: 32-bit addresses)".formatted(flags));
    }
    long minimum = in.u32();
    return new ExternType.Memory(
        minimum, (flags & HAS_MAXIMUM) == 0 ? OptionalLong.empty() : OptionalLong.of(in.u32()));
  }

  static ExternType.Global global(ByteReader in) {
    ValueType type = value(in);
    return new ExternType.Global(type, in.u8() == 1);
  }

  /// The global section: as many types as there are, with their initializers passed over.
  static List<ExternType> globals(ByteReader in, int most) {
    List<ExternType> globals = new ArrayList<>();
    for (int left = in.count("globals", most); left > 0; left--) {
      globals.add(global(in));
      ConstantExpression.skip(in);
    }
    return globals;
  }
}
