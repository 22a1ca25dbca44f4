package dev.weir.engine.chicory;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.MalformedException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.SectionId;
import dev.weir.engine.module.ModuleException;
import dev.weir.engine.module.ModuleException.Invalid;
import dev.weir.engine.module.ModuleException.Malformed;
import dev.weir.engine.module.ModuleShape;
import java.io.ByteArrayInputStream;
import java.util.function.Function;

/// From bytes to JVM classes.
///
/// @param module what the library parsed
/// @param machines makes what runs the functions of one instance
/// @param classPrefix how the names of the classes begin
record Compilation(WasmModule module, Function<Instance, Machine> machines, String classPrefix) {
  private static final int DIGEST_DIGITS = 12;

  static Compilation of(ModuleShape shape, byte[] bytes) {
    String className = "dev.weir.wasm.Module_" + shape.digest().substring(0, DIGEST_DIGITS);
    try {
      WasmModule module = parse(bytes);
      Function<Instance, Machine> machines =
          MachineFactoryCompiler.builder(module)
              .withClassName(className)
              .withInterpreterFallback(InterpreterFallback.SILENT)
              .compile();
      return new Compilation(module, machines, className);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw refused(e);
    }
  }

  /// Everything but custom sections: what the library makes of a bad name section is not our
  /// business, and nobody runs one.
  private static WasmModule parse(byte[] bytes) {
    Parser.Builder parser = Parser.builder();
    for (int id = SectionId.TYPE; id <= SectionId.TAG; id++) {
      parser.includeSectionId(id);
    }
    return parser.build().parse(() -> new ByteArrayInputStream(bytes));
  }

  private static ModuleException refused(Throwable e) {
    return switch (e) {
      case MalformedException m -> new Malformed("module: " + m.getMessage(), m);
      case ChicoryException c -> new Invalid("module: " + c.getMessage(), c);
      case StackOverflowError s -> new Invalid("module: blocks nested too deep", s);
      default -> new Invalid("module: refused by the compiler: " + e, e);
    };
  }
}
