package dev.weir.cli.inspect;

import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.ModuleShape;
import dev.weir.proxywasm.ModuleFacts;
import dev.weir.proxywasm.PluginException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `weir inspect` says about a module.
///
/// @param abi the proxy-wasm ABI version, or why there is none
/// @param language what it was written in, and how that is known
/// @param callbacks that the module exports
/// @param hostcalls that it imports
/// @param wasi WASI functions that it imports
/// @param sections names of its custom sections
/// @param namedFunctions how many functions have a name for backtraces
public record Inspection(
    String sha256,
    int bytes,
    String abi,
    String language,
    List<String> tools,
    List<String> callbacks,
    List<String> hostcalls,
    List<String> wasi,
    String memory,
    List<String> sections,
    int namedFunctions) {

  /// Looks at a module.
  ///
  /// @throws dev.weir.engine.module.ModuleException if the bytes are not one
  static Inspection of(byte[] module) {
    ModuleShape shape = ModuleShape.read(module);
    Producers producers = Producers.read(module);
    Abi abi = Abi.of(shape);
    return new Inspection(
        shape.digest(),
        shape.byteSize(),
        abi.text(),
        Language.of(shape, producers),
        producers.tools(),
        abi.facts().map(facts -> sorted(facts.callbacks())).orElse(List.of()),
        abi.facts().map(facts -> sorted(facts.hostcalls())).orElse(List.of()),
        abi.facts().map(facts -> sorted(facts.wasi())).orElse(List.of()),
        memory(shape),
        shape.customSections(),
        shape.functionNames().size());
  }

  private record Abi(String text, Optional<ModuleFacts> facts) {
    static Abi of(ModuleShape shape) {
      try {
        ModuleFacts facts = ModuleFacts.of(shape);
        return new Abi("proxy-wasm " + facts.abi(), Optional.of(facts));
      } catch (PluginException.ModuleRefused e) {
        return new Abi("none: " + e.getMessage(), Optional.empty());
      }
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private static String memory(ModuleShape shape) {
    if (shape.memory().isEmpty()) {
      return "none";
    }
    ExternType.Memory memory = shape.memory().get();
    return memory.maximumPages().isPresent()
        ? "%s, at most %s"
            .formatted(kib(memory.minimumPages()), kib(memory.maximumPages().getAsLong()))
        : "%s, growing without a bound of its own".formatted(kib(memory.minimumPages()));
  }

  private static String kib(long pages) {
    return "%d KiB".formatted(pages * 64);
  }
}
