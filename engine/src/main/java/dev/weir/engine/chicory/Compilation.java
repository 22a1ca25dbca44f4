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
import dev.weir.engine.module.ModuleSkeleton;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From bytes to JVM classes, by way of the cache where there is one.
///
/// @param module what instances are made from: the module without its code, unless some of it has
///   to be interpreted, because the parsed code of a large module takes far more memory than the
///   classes made of it
/// @param machines makes what runs the functions of one instance
/// @param classPrefix how the names of the classes begin
record Compilation(WasmModule module, Function<Instance, Machine> machines, String classPrefix) {
  private static final Logger LOG = LoggerFactory.getLogger(Compilation.class);
  private static final int DIGEST_DIGITS = 12;

  static Compilation of(ModuleShape shape, byte[] bytes, Optional<ClassCache> cache) {
    String className = "dev.weir.wasm.Module_" + shape.digest().substring(0, DIGEST_DIGITS);
    Optional<CompiledClasses> cached = cache.flatMap(c -> c.read(shape.digest()));
    if (cached.isPresent()) {
      try {
        return load(className, bytes, cached.get());
      } catch (RuntimeException | LinkageError e) {
        LOG.warn(
            "module {}: cached classes do not load, compiled anew: {}", className, e.toString());
      }
    }
    try {
      return compile(className, shape.digest(), bytes, cache);
    } catch (RuntimeException | Error e) {
      throw refused(e);
    }
  }

  private static Compilation load(String className, byte[] bytes, CompiledClasses classes) {
    WasmModule module = parse(classes.complete() ? ModuleSkeleton.of(bytes) : bytes);
    Function<Instance, Machine> machines =
        MachineFactoryCompiler.builder(module)
            .withClassName(className)
            .withCache(classes.asCache())
            .compile();
    return new Compilation(module, machines, className);
  }

  private static Compilation compile(
      String className, String digest, byte[] bytes, Optional<ClassCache> cache) {
    WasmModule module = parse(bytes);
    CompiledClasses.Catcher classes = new CompiledClasses.Catcher();
    boolean complete = true;
    try {
      compile(className, module, InterpreterFallback.FAIL, classes);
    } catch (ChicoryException tooLarge) {
      LOG.warn("module {}: some functions are interpreted: {}", className, tooLarge.getMessage());
      complete = false;
      compile(className, module, InterpreterFallback.SILENT, classes);
    }
    CompiledClasses counted = classes.caught(complete);
    cache.ifPresent(c -> c.write(digest, counted));
    return load(className, bytes, counted);
  }

  /// Puts the classes into `classes`.
  private static void compile(
      String className,
      WasmModule module,
      InterpreterFallback fallback,
      CompiledClasses.Catcher classes) {
    MachineFactoryCompiler.builder(module)
        .withClassName(className)
        .withInterpreterFallback(fallback)
        .withCache(classes)
        .compile();
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
      case OutOfMemoryError o -> new Invalid("module: too large for the host's memory", o);
      default -> new Invalid("module: refused by the compiler: " + e, e);
    };
  }
}
