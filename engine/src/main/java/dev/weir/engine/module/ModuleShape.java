package dev.weir.engine.module;

import java.util.List;
import java.util.Optional;

/// What a module asks for and offers, read from its bytes without compiling or running it.
///
/// @param digest SHA-256 of the bytes, 64 lower-case hex digits
/// @param byteSize size of the bytes
/// @param exports in the order of the module; names are unique
/// @param memory the memory, defined or imported
/// @param tableElements what all tables together start with
/// @param customSections names, in the order of the module, repeated as often as there
public record ModuleShape(
    String digest,
    int byteSize,
    List<Import> imports,
    List<Export> exports,
    Optional<ExternType.Memory> memory,
    long tableElements,
    List<String> customSections,
    FunctionNames functionNames) {
  public ModuleShape {
    imports = List.copyOf(imports);
    exports = List.copyOf(exports);
    customSections = List.copyOf(customSections);
  }

  /// Reads the shape under the default limits.
  ///
  /// @throws ModuleException.Malformed if these are not the bytes of a core WebAssembly module
  public static ModuleShape read(byte[] module) {
    return read(module, ModuleLimits.DEFAULT);
  }

  /// Reads the shape; the limits are checked before anything is read.
  ///
  /// @throws ModuleException.Malformed if these are not the bytes of a core WebAssembly module
  public static ModuleShape read(byte[] module, ModuleLimits limits) {
    return ShapeReader.read(module, limits);
  }

  /// The type of the exported function `name`, if the module exports one.
  public Optional<FunctionType> function(String name) {
    for (Export export : exports) {
      if (export.name().equals(name) && export.type() instanceof ExternType.Function(var type)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
