package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.EngineOptions;
import dev.weir.engine.HostFunction;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.WasmFunction;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.FunctionType;
import dev.weir.engine.module.ModuleException.Uninstantiable;
import dev.weir.engine.module.ModuleException.Unlinkable;
import dev.weir.engine.module.ValueType;
import dev.weir.engine.wat.Wat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CallTest {
  private static final ChicoryEngine ENGINE = ChicoryEngine.start(EngineOptions.withoutCache());
  private static final FunctionType LOG = FunctionType.of(ValueType.I32, ValueType.I32);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Test
  void callsAnExportWithItsArguments() {
    WasmInstance instance =
        instantiate(
            """
            (module (func (export "sub") (param i32 i32) (result i32)
              (i32.sub (local.get 0) (local.get 1))))
            """);

    assertThat((int) function(instance, "sub").call(50, 8)).isEqualTo(42);
  }

  @Test
  void carriesEveryNumericTypeAsItsBits() {
    WasmInstance instance =
        instantiate(
            """
            (module (func (export "mix") (param i64 f32 f64) (result f64)
              (f64.add (f64.convert_i64_s (local.get 0))
                (f64.add (f64.promote_f32 (local.get 1)) (local.get 2)))))
            """);

    long sum =
        function(instance, "mix")
            .call(40, Float.floatToRawIntBits(0.5f), Double.doubleToRawLongBits(1.5));

    assertThat(Double.longBitsToDouble(sum)).isEqualTo(42.0);
  }

  @Test
  void givesHostFunctionsTheCallerItsMemoryAndTheArguments() {
    List<String> logged = new ArrayList<>();
    HostFunction log =
        new HostFunction(
            "env",
            "log",
            LOG.giving(ValueType.I32),
            (instance, arguments) -> {
              byte[] text = instance.memory().read((int) arguments[0], (int) arguments[1]);
              logged.add(new String(text, java.nio.charset.StandardCharsets.UTF_8));
              return logged.size();
            });

    WasmInstance instance = instantiate(GREETER, log);

    assertThat((int) function(instance, "greet").call()).isEqualTo(1);
    assertThat(logged).containsExactly("hello");
  }

  private static final String GREETER =
      """
      (module
        (import "env" "log" (func $log (param i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 16) "hello")
        (func (export "greet") (result i32) (call $log (i32.const 16) (i32.const 5))))
      """;

  @Test
  void letsAHostFunctionCallBackIntoTheModule() {
    HostFunction twice =
        new HostFunction(
            "env",
            "twice",
            FunctionType.of(ValueType.I32).giving(ValueType.I32),
            (instance, arguments) -> 2 * function(instance, "inc").call(arguments[0]));
    WasmInstance instance =
        instantiate(
            """
            (module
              (import "env" "twice" (func $twice (param i32) (result i32)))
              (func (export "inc") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
              (func (export "run") (param i32) (result i32) (call $twice (local.get 0))))
            """,
            twice);

    assertThat((int) function(instance, "run").call(20)).isEqualTo(42);
  }

  @Test
  void namesAnUnknownImport() {
    assertThatThrownBy(() -> instantiate(GREETER))
        .isInstanceOf(Unlinkable.class)
        .hasMessage(
            "import env.log: unknown function (i32, i32) -> (i32)"
                + " (expected: a function that the host offers)");
  }

  @Test
  void namesBothTypesOfAnImportThatTheHostHasOtherwise() {
    HostFunction log = new HostFunction("env", "log", LOG, (_, _) -> 0);

    assertThatThrownBy(() -> instantiate(GREETER, log))
        .isInstanceOf(Unlinkable.class)
        .hasMessage("import env.log: declared as (i32, i32) -> (i32) (expected: (i32, i32) -> ())");
  }

  @Test
  void refusesAnImportedGlobal() {
    assertThatThrownBy(() -> instantiate("(module (import \"env\" \"g\" (global $g (mut i32))))"))
        .isInstanceOf(Unlinkable.class)
        .hasMessageStartingWith("import env.g: mutable global i32");
  }

  @Test
  void makesTheMemoryAndTheTableThatAModuleImports() {
    WasmInstance instance =
        instantiate(
            """
            (module
              (import "env" "memory" (memory 1))
              (import "env" "table" (table 2 funcref))
              (type $t (func (result i32)))
              (data (i32.const 0) "\\2a")
              (elem (i32.const 1) $f)
              (func $f (result i32) (i32.load8_u (i32.const 0)))
              (func (export "run") (result i32) (call_indirect (type $t) (i32.const 1))))
            """);

    assertThat((int) function(instance, "run").call()).isEqualTo(42);
  }

  @Test
  void runsTheStartFunctionOnce() {
    WasmInstance instance =
        instantiate(
            """
            (module
              (global $n (mut i32) (i32.const 41))
              (func $init (global.set $n (i32.add (global.get $n) (i32.const 1))))
              (start $init)
              (func (export "n") (result i32) (global.get $n)))
            """);

    assertThat((int) function(instance, "n").call()).isEqualTo(42);
  }

  @Test
  void saysThatTheStartFunctionTrapped() {
    assertThatThrownBy(() -> instantiate("(module (func $init unreachable) (start $init))"))
        .isInstanceOf(Uninstantiable.class)
        .hasMessageStartingWith("start function: ");
  }

  @Test
  void refusesASegmentOutsideOfTheMemory() {
    assertThatThrownBy(() -> instantiate("(module (memory 1) (data (i32.const 65535) \"ab\"))"))
        .isInstanceOf(Uninstantiable.class)
        .hasMessage("module: out of bounds memory access");
  }

  @Test
  void hasNoFunctionThatIsNotExported() {
    WasmInstance instance = instantiate("(module (func (export \"a\")))");

    assertThat(instance.function("b")).isEmpty();
  }

  @Test
  void refusesAWrongNumberOfArguments() {
    WasmInstance instance = instantiate("(module (func (export \"a\") (param i32)))");

    assertThatThrownBy(() -> function(instance, "a").call(1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("function a: 2 arguments (expected: (i32) -> ())");
  }

  @Test
  void doesNotShareTableGrowthBetweenInstances() {
    String module =
        """
        (module
          (table 1 funcref)
          (func (export "grow") (result i32) (table.grow (ref.null func) (i32.const 5)))
          (func (export "size") (result i32) (table.size)))
        """;
    WasmInstance first = instantiate(module);
    function(first, "grow").call();

    assertThat((int) function(first, "size").call()).isEqualTo(6);
    assertThat((int) function(instantiate(module), "size").call()).isEqualTo(1);
  }

  @Test
  void stopsTableGrowthAtTheLimit() {
    WasmInstance instance =
        instantiate(
            """
            (module
              (table 1 funcref)
              (func (export "grow") (param i32) (result i32)
                (table.grow (ref.null func) (local.get 0))))
            """);
    int limit = InstanceLimits.DEFAULT.tableElements();

    assertThat((int) function(instance, "grow").call(limit)).isEqualTo(-1);
    assertThat((int) function(instance, "grow").call(limit - 1)).isEqualTo(1);
    assertThat((int) function(instance, "grow").call(1)).isEqualTo(-1);
  }

  private static WasmInstance instantiate(String wat, HostFunction... host) {
    return ENGINE
        .compile(Wat.assemble(wat))
        .instantiate(HostFunctions.of(List.of(host)), InstanceLimits.DEFAULT);
  }

  private static WasmFunction function(WasmInstance instance, String name) {
    return instance.function(name).orElseThrow();
  }
}
