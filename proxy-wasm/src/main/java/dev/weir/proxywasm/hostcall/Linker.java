package dev.weir.proxywasm.hostcall;

import dev.weir.engine.HostFunction;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.FunctionType;
import dev.weir.engine.module.Import;
import dev.weir.engine.module.ModuleShape;
import dev.weir.engine.module.ValueType;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.foreign.ForeignFunctions;
import dev.weir.proxywasm.wasi.WasiCalls;
import dev.weir.proxywasm.wasi.WasiFunction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives a module the host functions it imports.
public final class Linker {
  private static final String ENV = "env";

  private Linker() {}

  /// Checks that every import is one that this host has, with its type.
  ///
  /// @throws PluginException.ModuleRefused naming the first that is not
  public static void check(ModuleShape shape) {
    for (Import imported : shape.imports()) {
      FunctionType type = functionType(imported);
      String expected = expected(imported);
      if (!fits(type, expected)) {
        throw new PluginException.ModuleRefused(
            "import %s: %s (expected: %s)".formatted(imported, type, text(expected)));
      }
    }
  }

  private static FunctionType functionType(Import imported) {
    if (imported.type() instanceof ExternType.Function(FunctionType type)) {
      return type;
    }
    throw new PluginException.ModuleRefused(
        "import %s: %s (expected: functions only)".formatted(imported, imported.type()));
  }

  /// Parameters and, behind a colon, result of the host's function, one letter each.
  private static String expected(Import imported) {
    if (WasiFunction.isModule(imported.module())) {
      return WasiFunction.find(imported.name())
          .map(WasiFunction::signature)
          .orElseThrow(() -> unknown(imported));
    }
    if (!imported.module().equals(ENV)) {
      throw unknown(imported);
    }
    Optional<Hostcall> call = Hostcall.find(imported.name());
    return call.isPresent()
        ? call.get().parameters() + ":i"
        : EnvExtras.signature(imported.name()).orElseThrow(() -> unknown(imported));
  }

  private static PluginException.ModuleRefused unknown(Import imported) {
    return new PluginException.ModuleRefused(
        "import %s: %s is not provided (expected: a hostcall of ABI 0.1.0 to 0.2.1, or WASI)"
            .formatted(imported, imported.type()));
  }

  /// A result may be left out: modules that import a status-less variant exist.
  private static boolean fits(FunctionType type, String signature) {
    int colon = signature.indexOf(':');
    return letters(type.parameters()).equals(signature.substring(0, colon))
        && (type.results().isEmpty()
            || letters(type.results()).equals(signature.substring(colon + 1)));
  }

  private static String letters(List<ValueType> types) {
    StringBuilder letters = new StringBuilder();
    for (ValueType type : types) {
      letters.append(
          switch (type) {
            case I32 -> 'i';
            case I64 -> 'l';
            default -> '?';
          });
    }
    return letters.toString();
  }

  private static String text(String signature) {
    return "("
        + String.join(", ", signature.replace("i", "i32 ").replace("l", "i64 ").split(" "))
            .replace(", :", ") -> (")
            .replace(":", ") -> (")
        + ")";
  }

  /// The functions that `shape` imports, acting on `vm`. Checked by [#check] before.
  public static HostFunctions link(Vm vm, ModuleShape shape) {
    Map<Hostcall, HostcallBody> bodies = bodies(vm);
    WasiCalls wasi = new WasiCalls(vm);
    List<HostFunction> functions = new ArrayList<>();
    for (Import imported : shape.imports()) {
      functions.add(
          new HostFunction(
              imported.module(),
              imported.name(),
              functionType(imported),
              body(vm, imported, bodies, wasi)));
    }
    return HostFunctions.of(functions);
  }

  private static HostFunction.Body body(
      Vm vm, Import imported, Map<Hostcall, HostcallBody> bodies, WasiCalls wasi) {
    if (WasiFunction.isModule(imported.module())) {
      return wasi.body(WasiFunction.find(imported.name()).orElseThrow());
    }
    Optional<Hostcall> call = Hostcall.find(imported.name());
    return call.isPresent()
        ? guarded(vm, call.get(), bodies)
        : EnvExtras.body(imported.name()).orElseThrow();
  }

  private static HostFunction.Body guarded(
      Vm vm, Hostcall call, Map<Hostcall, HostcallBody> bodies) {
    HostcallBody body =
        vm.spec().capabilities().allow(call.importName())
            ? bodies.get(call)
            : new Denial(vm, call)::answer;
    if (body == null) {
      throw new IllegalStateException(call.importName() + ": not implemented");
    }
    return new Guarded(vm, call, body);
  }

  /// Refuses a hostcall at a moment when the ABI forbids it. A class, not a lambda: one call less
  /// on the way to everything that a hostcall does (see [HttpFieldCalls]).
  private record Guarded(Vm vm, Hostcall call, HostcallBody body) implements HostFunction.Body {
    @Override
    public long call(WasmInstance instance, long[] arguments) {
      if (!vm.guest().unrestricted()) {
        restrict(instance);
      }
      return body.call(arguments).code();
    }

    private void restrict(WasmInstance instance) {
      boolean always = call == Hostcall.LOG;
      vm.guest().attach(instance);
      vm.guest().requireAllowed(call.importName(), always, always);
    }
  }

  static Map<Hostcall, HostcallBody> bodies(Vm vm) {
    Map<Hostcall, HostcallBody> bodies = new EnumMap<>(Hostcall.class);
    new LoggingCalls(vm).addTo(bodies);
    new ContextCalls(vm).addTo(bodies);
    new StreamCalls(vm).addTo(bodies);
    new HttpFieldCalls(vm).addTo(bodies);
    new BufferCalls(vm).addTo(bodies);
    new PropertyCalls(vm).addTo(bodies);
    new SharedDataCalls(vm).addTo(bodies);
    new SharedQueueCalls(vm).addTo(bodies);
    new MetricCalls(vm).addTo(bodies);
    new HttpCallCalls(vm).addTo(bodies);
    new GrpcCalls(vm).addTo(bodies);
    new ForeignFunctionCalls(vm, ForeignFunctions.create(vm::caller)).addTo(bodies);
    return bodies;
  }
}
