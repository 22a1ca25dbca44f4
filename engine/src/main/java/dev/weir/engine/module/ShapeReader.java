package dev.weir.engine.module;

import dev.weir.engine.module.ModuleException.Malformed;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a `ModuleShape` from bytes: one pass over the sections, code and data passed over.
///
/// It runs before the engine's own parser and holds every count against the limits, so that the
/// parser never sees a number that it would trust.
final class ShapeReader {
  private static final int HEADER_BYTES = 8;

  /// More than any compiler writes. The parser behind makes an object of each: a module of 20 MB of
  /// elements or globals took 80 seconds and all memory.
  private static final int MAX_CUSTOM_SECTIONS = 1_000;

  private static final int MAX_LISTING_BYTES = 1 << 20;

  private final byte[] bytes;
  private final ModuleLimits limits;

  private final Set<Section> seen = EnumSet.noneOf(Section.class);
  private final List<FunctionType> types = new ArrayList<>();
  private final List<Integer> functions = new ArrayList<>();
  private final List<Import> imports = new ArrayList<>();
  private final List<ExternType.Table> tables = new ArrayList<>();
  private final List<ExternType.Memory> memories = new ArrayList<>();
  private final List<ExternType> globals = new ArrayList<>();
  private final List<Export> exports = new ArrayList<>();
  private final List<String> customSections = new ArrayList<>();
  private final Map<Integer, String> exportNames = new HashMap<>();
  private Map<Integer, String> debugNames = Map.of();

  private ShapeReader(byte[] bytes, ModuleLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  static ModuleShape read(byte[] bytes, ModuleLimits limits) {
    if (bytes.length > limits.bytes()) {
      throw new Malformed("module: %d bytes (limit: %d)".formatted(bytes.length, limits.bytes()));
    }
    ModuleHeader.check(bytes);
    return new ShapeReader(bytes, limits).read();
  }

  private ModuleShape read() {
    ByteReader in = new ByteReader(bytes, "module", HEADER_BYTES, bytes.length);
    while (in.hasMore()) {
      Section id = Section.read(in);
      int size = in.u31();
      checkOnce(id, in);
      checkSize(id, size, in);
      readSection(id, in.piece(id.subject(), size));
    }
    Map<Integer, String> names = new HashMap<>(exportNames);
    names.putAll(debugNames);
    if (memories.size() > 1) {
      throw in.malformed("%d memories (expected: at most one)".formatted(memories.size()));
    }
    return new ModuleShape(
        sha256(bytes),
        bytes.length,
        imports,
        exports,
        memories.stream().findFirst(),
        tables.stream().mapToLong(ExternType.Table::minimumElements).sum(),
        customSections,
        new FunctionNames(names));
  }

  /// Else a second section would pass the limits that the first one had to keep.
  private void checkOnce(Section id, ByteReader in) {
    if (id != Section.CUSTOM && !seen.add(id)) {
      throw in.malformed(id.subject() + " twice");
    }
    if (customSections.size() > MAX_CUSTOM_SECTIONS) {
      throw in.malformed("more custom sections (limit: %d)".formatted(MAX_CUSTOM_SECTIONS));
    }
  }

  private void checkSize(Section id, int size, ByteReader in) {
    int most =
        switch (id) {
          case CODE -> limits.codeBytes();
          case TYPE, ELEMENT -> MAX_LISTING_BYTES;
          default -> limits.bytes();
        };
    if (size > most) {
      throw in.malformed("%s of %d bytes (limit: %d)".formatted(id.subject(), size, most));
    }
  }

  private void readSection(Section id, ByteReader in) {
    switch (id) {
      case CUSTOM -> readCustom(in);
      case TYPE -> readTypes(in);
      case IMPORT -> readImports(in);
      case FUNCTION -> readFunctions(in);
      case TABLE -> readTables(in);
      case MEMORY -> readMemories(in);
      case EXPORT -> readExports(in);
      case GLOBAL -> globals.addAll(Externs.globals(in, limits.functions()));
      case DATA -> in.count("segments", limits.functions());
      case START, ELEMENT, CODE, DATA_COUNT, TAG -> {} // not part of the shape
    }
  }

  private void readCustom(ByteReader in) {
    String name = in.name(limits.nameBytes());
    customSections.add(name);
    if (name.equals("name")) {
      debugNames = NameSection.functionNames(in, limits.functions());
    }
  }

  private void readTypes(ByteReader in) {
    for (int left = in.count("types", limits.functions()); left > 0; left--) {
      types.add(Externs.functionType(in));
    }
  }

  private void readImports(ByteReader in) {
    for (int left = in.count("imports", limits.imports()); left > 0; left--) {
      String module = in.name(limits.nameBytes());
      String name = in.name(limits.nameBytes());
      ExternType type = importType(in);
      switch (type) {
        case ExternType.Function _ -> {} // its type index was noted while it was read
        case ExternType.Memory memory -> memories.add(memory);
        case ExternType.Table table -> tables.add(table);
        case ExternType.Global _ -> globals.add(type);
        case ExternType.Tag _ -> {}
      }
      imports.add(new Import(module, name, type));
    }
  }

  private ExternType importType(ByteReader in) {
    int kind = in.u8();
    return switch (kind) {
      case 0 -> {
        int type = in.u31();
        functions.add(type);
        yield new ExternType.Function(type(type, in));
      }
      case 1 -> Externs.table(in);
      case 2 -> Externs.memory(in);
      case 3 -> Externs.global(in);
      case 4 -> {
        in.u8();
        in.u31();
        yield new ExternType.Tag();
      }
      default -> throw in.malformed("import kind %d (expected: 0 to 4)".formatted(kind));
    };
  }

  private void readFunctions(ByteReader in) {
    for (int left = in.count("functions", limits.functions()); left > 0; left--) {
      functions.add(in.u31());
    }
  }

  private void readTables(ByteReader in) {
    for (int left = in.count("tables", limits.imports()); left > 0; left--) {
      tables.add(Externs.table(in));
    }
  }

  private void readMemories(ByteReader in) {
    for (int left = in.count("memories", 1); left > 0; left--) {
      memories.add(Externs.memory(in));
    }
  }

  private void readExports(ByteReader in) {
    Set<String> seen = new HashSet<>();
    for (int left = in.count("exports", limits.exports()); left > 0; left--) {
      String name = in.name(limits.nameBytes());
      if (!seen.add(name)) {
        throw in.malformed("export '%s' twice".formatted(name));
      }
      exports.add(new Export(name, exportType(name, in)));
    }
  }

  private ExternType exportType(String name, ByteReader in) {
    int kind = in.u8();
    int index = in.u31();
    return switch (kind) {
      case 0 -> {
        exportNames.putIfAbsent(index, name);
        yield new ExternType.Function(type(at(functions, index, "function", in), in));
      }
      case 1 -> at(tables, index, "table", in);
      case 2 -> at(memories, index, "memory", in);
      case 3 -> at(globals, index, "global", in);
      case 4 -> new ExternType.Tag();
      default -> throw in.malformed("export kind %d (expected: 0 to 4)".formatted(kind));
    };
  }

  private FunctionType type(int index, ByteReader in) {
    return at(types, index, "type", in);
  }

  private static <T> T at(List<T> space, int index, String what, ByteReader in) {
    if (index >= space.size()) {
      throw in.malformed("%s %d (expected: one of %d)".formatted(what, index, space.size()));
    }
    return space.get(index);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: not in this JDK", e);
    }
  }
}
