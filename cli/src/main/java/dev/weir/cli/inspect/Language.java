package dev.weir.cli.inspect;

import dev.weir.engine.module.ModuleShape;
import java.util.Map;
import java.util.Optional;

/// What a module was written in: what its tools say, else what its SDK or its exports give away.
final class Language {
  /// Exports that only one language's runtime has. Source: modules of the named compilers.
  private static final Map<String, String> SIGNS =
      Map.of(
          "__new", "AssemblyScript",
          "__rtti_base", "AssemblyScript",
          "asyncify_start_unwind", "TinyGo",
          "_rust_extern_with_linkage_weak", "Rust",
          "__rust_alloc", "Rust",
          "emscripten_stack_init", "C or C++ (Emscripten)");

  private Language() {}

  static String of(ModuleShape shape, Producers producers, Optional<Sdk> sdk) {
    if (!producers.languages().isEmpty()) {
      return String.join(", ", producers.languages()) + " (as its tools say)";
    }
    if (sdk.isPresent()) {
      return "%s (as its SDK shows)".formatted(sdk.get().language());
    }
    Optional<String> sign =
        shape.exports().stream()
            .filter(export -> SIGNS.containsKey(export.name()))
            .map(export -> "%s (it exports %s)".formatted(SIGNS.get(export.name()), export.name()))
            .findFirst();
    if (sign.isPresent()) {
      return sign.get();
    }
    boolean aborts =
        shape.imports().stream().anyMatch(imported -> imported.toString().equals("env.abort"));
    return aborts
        ? "AssemblyScript (it imports env.abort)"
        : "not known (no section '%s', no sign in its exports)".formatted(Producers.SECTION);
  }
}
