package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceImage;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.TrapException.Trapped;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.ModuleException.Uninstantiable;
import dev.weir.engine.wat.Wat;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ImageTest {
  private static final ChicoryEngine ENGINE = ChicoryEngine.start(EngineOptions.withoutCache());

  private static final CompiledModule GUEST =
      ENGINE.compile(
          Wat.assemble(
              """
              (module
                (memory 1)
                (table 1 funcref)
                (type $answer (func (result i32)))
                (global $n (mut i64) (i64.const 0))
                (data (i32.const 0) "initial")
                (data $passive "passive")
                (func $one (result i32) (i32.const 1))
                (func $two (export "two") (result i32) (i32.const 2))
                (elem (i32.const 0) $one)
                (func $start (i32.store8 (i32.const 100) (i32.const 7)))
                (start $start)
                (func (export "prepare")
                  (i32.store8 (i32.const 0) (i32.const 73))
                  (i32.store8 (i32.const 100) (i32.const 9))
                  (global.set $n (i64.const 0x123456789abc))
                  (drop (memory.grow (i32.const 2)))
                  (drop (table.grow (ref.null func) (i32.const 3)))
                  (table.set (i32.const 3) (ref.func $two))
                  (data.drop $passive))
                (func (export "n") (result i64) (global.get $n))
                (func (export "pages") (result i32) (memory.size))
                (func (export "byte") (param i32) (result i32) (i32.load8_u (local.get 0)))
                (func (export "set") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
                (func (export "indirect") (param i32) (result i32)
                  (call_indirect (type $answer) (local.get 0)))
                (func (export "size") (result i32) (table.size))
                (func (export "init")
                  (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 1))))
              """));

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private final InstanceImage image = prepared();

  private static InstanceImage prepared() {
    WasmInstance instance = GUEST.instantiate(HostFunctions.none(), InstanceLimits.DEFAULT);
    call(instance, "prepare");
    return GUEST.image(instance).orElseThrow();
  }

  @Test
  void carriesMemoryGlobalsAndTables() {
    WasmInstance copy = copy();

    assertThat(call(copy, "byte", 0)).isEqualTo('I');
    assertThat(call(copy, "byte", 1)).isEqualTo('n');
    assertThat(call(copy, "pages")).isEqualTo(3);
    assertThat(call(copy, "n")).isEqualTo(0x123456789abcL);
    assertThat(call(copy, "size")).isEqualTo(4);
    assertThat(call(copy, "indirect", 0)).isEqualTo(1);
    assertThat(call(copy, "indirect", 3)).isEqualTo(2);
  }

  @Test
  void doesNotRunTheStartFunctionAgain() {
    assertThat(call(copy(), "byte", 100)).isEqualTo(9);
  }

  @Test
  void keepsADroppedSegmentDropped() {
    assertThatThrownBy(() -> call(copy(), "init")).isInstanceOf(Trapped.class);
  }

  @Test
  void sharesNothingBetweenCopies() {
    WasmInstance first = copy();
    call(first, "set", 0, 1);
    call(first, "set", 3 * 65_536 - 1, 1);

    assertThat(call(copy(), "byte", 0)).isEqualTo('I');
    assertThat(call(copy(), "byte", 3 * 65_536 - 1)).isZero();
  }

  @Test
  void holdsTheImageAgainstTheLimits() {
    InstanceLimits tight =
        new InstanceLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 2 * 65_536, 10);

    assertThatThrownBy(() -> GUEST.instantiate(HostFunctions.none(), tight, image))
        .isInstanceOf(Uninstantiable.class)
        .hasMessage("memory: starts with 3 pages of 64 KiB (limit: 2)");
    InstanceLimits small =
        new InstanceLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 1 << 20, 2);
    assertThatThrownBy(() -> GUEST.instantiate(HostFunctions.none(), small, image))
        .isInstanceOf(Uninstantiable.class)
        .hasMessage("table: 4 elements in the image (limit: table elements)");
  }

  @Test
  void hasNoImageOfABrokenInstance() {
    WasmInstance instance = copy();
    assertThatThrownBy(() -> call(instance, "indirect", 99)).isInstanceOf(Trapped.class);

    assertThat(GUEST.image(instance)).isEmpty();
  }

  @Test
  void hasNoImageOfAModuleThatHoldsAForeignReference() {
    CompiledModule module =
        ENGINE.compile(
            Wat.assemble(
                """
                (module
                  (table 1 externref)
                  (func (export "keep") (param externref)
                    (table.set (i32.const 0) (local.get 0))))
                """));
    WasmInstance instance = module.instantiate(HostFunctions.none(), InstanceLimits.DEFAULT);
    assertThat(module.image(instance)).isPresent();

    call(instance, "keep", 5);

    assertThat(module.image(instance)).isEmpty();
  }

  @Test
  void refusesTheImageOfAnotherModule() {
    CompiledModule other = ENGINE.compile(Wat.assemble("(module (memory 1))"));

    assertThatThrownBy(() -> other.instantiate(HostFunctions.none(), InstanceLimits.DEFAULT, image))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private WasmInstance copy() {
    return GUEST.instantiate(HostFunctions.none(), InstanceLimits.DEFAULT, image);
  }

  private static long call(WasmInstance instance, String function, long... arguments) {
    return instance.function(function).orElseThrow().call(arguments);
  }
}
