package dev.weir.proxywasm.plugin;

import static dev.weir.engine.module.ValueType.I32;

import dev.weir.engine.module.Export;
import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.FunctionType;
import dev.weir.engine.module.ModuleShape;
import dev.weir.proxywasm.PluginException.ModuleRefused;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.hostcall.Linker;
import java.util.Optional;

/// Whether a module that has an ABI marker can run here: imports known, allocator there, callbacks
/// of the right type.
final class ModuleCheck {
  private static final FunctionType ALLOCATOR = FunctionType.of(I32).giving(I32);

  private ModuleCheck() {}

  /// Throws a `ModuleRefused` that names the first thing missing or wrong.
  static void check(ModuleShape shape) {
    Linker.check(shape);
    checkMemory(shape);
    checkAllocator(shape);
    for (Export export : shape.exports()) {
      Optional<Callback> callback = Callback.find(export.name());
      if (callback.isPresent()) {
        checkCallback(export, callback.get());
      }
    }
  }

  private static void checkMemory(ModuleShape shape) {
    if (shape.memory().isEmpty()) {
      throw new ModuleRefused("module: no memory (expected: one memory, exported)");
    }
  }

  private static void checkAllocator(ModuleShape shape) {
    Optional<FunctionType> allocator =
        shape.function("malloc").or(() -> shape.function("proxy_on_memory_allocate"));
    if (allocator.isEmpty()) {
      throw new ModuleRefused(
          "module: no allocator (expected: an export proxy_on_memory_allocate or malloc)");
    }
    if (!allocator.get().equals(ALLOCATOR)) {
      throw new ModuleRefused(
          "module: allocator %s (expected: %s)".formatted(allocator.get(), ALLOCATOR));
    }
  }

  private static void checkCallback(Export export, Callback callback) {
    String expected =
        "%d x i32%s".formatted(callback.parameters(), callback.answers() ? " -> i32" : "");
    if (!(export.type() instanceof ExternType.Function(FunctionType type))
        || !type.parameters().stream().allMatch(I32::equals)
        || !callback.takes(type.parameters().size())
        || type.results().size() != (callback.answers() ? 1 : 0)
        || !type.results().stream().allMatch(I32::equals)) {
      throw new ModuleRefused(
          "export %s: %s (expected: function %s)"
              .formatted(export.name(), export.type(), expected));
    }
  }
}
