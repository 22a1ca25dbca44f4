package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.engine.EngineOptions;
import dev.weir.engine.HostFunction;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.TrapException;
import dev.weir.engine.TrapException.HostFailed;
import dev.weir.engine.TrapException.StackExhausted;
import dev.weir.engine.TrapException.Trapped;
import dev.weir.engine.WasmFrame;
import dev.weir.engine.WasmFunction;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.FunctionType;
import dev.weir.engine.wat.Wat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrapTest {
  private static final ChicoryEngine ENGINE = ChicoryEngine.start(EngineOptions.withoutCache());
  private static final FunctionType NOTHING = FunctionType.of();

  private static final String GUEST =
      """
      (module
        (import "env" "fail" (func $fail))
        (import "env" "nest" (func $nest))
        (import "env" "recurse" (func $recurse))
        (memory 1)
        (table 2 funcref)
        (elem (i32.const 0) $takes_one)
        (type $none (func))
        (func $takes_one (param i32))
        (func (export "unreachable") unreachable)
        (func (export "divide") (drop (i32.div_s (i32.const 1) (i32.const 0))))
        (func (export "overflow") (drop (i32.div_s (i32.const 0x80000000) (i32.const -1))))
        (func (export "truncate") (drop (i32.trunc_f64_s (f64.const 1e300))))
        (func (export "load") (drop (i32.load (i32.const 65533))))
        (func (export "store") (i64.store (i32.const -1) (i64.const 1)))
        (func (export "mismatch") (call_indirect (type $none) (i32.const 0)))
        (func (export "uninitialized") (call_indirect (type $none) (i32.const 1)))
        (func (export "undefined") (call_indirect (type $none) (i32.const 2)))
        (func $deep (export "deep") (call $deep))
        (func (export "recurse") (call $recurse))
        (func $third unreachable)
        (func $second (call $third))
        (func (export "first") (call $second))
        (func (export "fail") (call $fail))
        (func (export "nest") (call $nest))
        (func (export "fine")))
      """;

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @ParameterizedTest
  @CsvSource({
    "unreachable, unreachable",
    "divide, divide by zero",
    "overflow, overflow",
    "truncate, overflow",
    "load, out of bounds memory access",
    "store, out of bounds memory access",
    "mismatch, indirect call type mismatch",
    "uninitialized, uninitialized element",
    "undefined, undefined element",
  })
  void trapsAsTheSpecificationSays(String export, String message) {
    assertThatThrownBy(() -> call(instantiate(), export))
        .isInstanceOf(Trapped.class)
        .hasMessageContaining(message);
  }

  @Test
  void namesTheFunctionsThatWereRunning() {
    TrapException trap =
        catchThrowableOfType(TrapException.class, () -> call(instantiate(), "first"));

    assertThat(trap.backtrace())
        .extracting(WasmFrame::name)
        .containsExactly("third", "second", "first");
    assertThat(trap.toDebugString()).contains("\n  at second (function ");
  }

  @Test
  void breaksTheInstanceForGood() {
    WasmInstance instance = instantiate();
    assertThat(instance.broken()).isFalse();
    assertThatThrownBy(() -> call(instance, "unreachable")).isInstanceOf(Trapped.class);

    assertThat(instance.broken()).isTrue();
    assertThatThrownBy(() -> call(instance, "fine"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("instance: broken by ");
  }

  @Test
  void survivesRecursionWithoutEnd() {
    for (int i = 0; i < 20; i++) {
      StackExhausted trap =
          catchThrowableOfType(StackExhausted.class, () -> call(instantiate(), "deep"));

      assertThat(trap.backtrace()).hasSize(20).allMatch(frame -> frame.name().equals("deep"));
    }
    call(instantiate(), "fine");
  }

  @Test
  void survivesRecursionThroughTheHost() {
    for (int i = 0; i < 20; i++) {
      WasmInstance instance = instantiate();

      assertThatThrownBy(() -> call(instance, "recurse")).isInstanceOf(StackExhausted.class);

      assertThat(instance.broken()).isTrue();
    }
    call(instantiate(), "fine");
  }

  @Test
  void keepsWhatAHostFunctionThrew() {
    HostFailed trap = catchThrowableOfType(HostFailed.class, () -> call(instantiate(), "fail"));

    assertThat(trap)
        .hasMessage("host function env.fail: java.lang.ArithmeticException: on purpose");
    assertThat(trap).cause().isInstanceOf(ArithmeticException.class);
    assertThat(trap.backtrace()).extracting(WasmFrame::name).containsExactly("fail", "fail");
  }

  @Test
  void doesNotGoOnAfterANestedTrapThatTheHostCaught() {
    WasmInstance instance = instantiate();

    TrapException trap = catchThrowableOfType(TrapException.class, () -> call(instance, "nest"));

    assertThat(trap).isInstanceOf(Trapped.class);
    assertThat(instance.broken()).isTrue();
  }

  @Test
  void refusesCallsAfterClose() {
    WasmInstance instance = instantiate();
    WasmFunction fine = instance.function("fine").orElseThrow();
    instance.close();

    assertThatThrownBy(fine::call).hasMessage("instance: closed (expected: usable)");
  }

  private static WasmInstance instantiate() {
    HostFunction fail =
        new HostFunction(
            "env",
            "fail",
            NOTHING,
            (_, _) -> {
              throw new ArithmeticException("on purpose");
            });
    HostFunction nest =
        new HostFunction(
            "env",
            "nest",
            NOTHING,
            (instance, _) -> {
              assertThatThrownBy(() -> call(instance, "unreachable")).isInstanceOf(Trapped.class);
              return 0;
            });
    HostFunction recurse =
        new HostFunction(
            "env",
            "recurse",
            NOTHING,
            (instance, _) -> {
              call(instance, "recurse");
              return 0;
            });
    return ENGINE
        .compile(Wat.assemble(GUEST))
        .instantiate(HostFunctions.of(List.of(fail, nest, recurse)), InstanceLimits.DEFAULT);
  }

  private static void call(WasmInstance instance, String function) {
    instance.function(function).orElseThrow().call();
  }
}
