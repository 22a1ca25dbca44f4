package dev.weir.engine.module;

/// Bounds on a module's bytes, checked before they are parsed.
///
/// @param bytes size of the module
/// @param codeBytes size of its functions; compiling takes about 80 times as much of the heap
/// @param imports entries of the import section
/// @param exports entries of the export section
/// @param functions entries of the function section, and of others that list one thing a function:
///   types, globals, data segments, names
/// @param nameBytes length of one import, export or custom section name
public record ModuleLimits(
    int bytes, int codeBytes, int imports, int exports, int functions, int nameBytes) {
  /// 64 MiB, of which 16 MiB code, and counts far above the largest module seen in the wild (3.6
  /// MB, 15,000 functions).
  public static final ModuleLimits DEFAULT =
      new ModuleLimits(64 << 20, 16 << 20, 1_000, 10_000, 200_000, 1_024);
}
