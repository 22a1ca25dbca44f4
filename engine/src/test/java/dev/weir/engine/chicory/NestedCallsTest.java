package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.TrapException.StackExhausted;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.wat.Wat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The limit of nested calls, in every way in which a function can call and return.
class NestedCallsTest {
  private static final int LIMIT = 100;
  private static final long LANE_STACK_BYTES = 16L << 20;
  private static final ChicoryEngine ENGINE = ChicoryEngine.start(EngineOptions.withoutCache());

  /// Each descends as many calls as its argument says, and gives the argument back.
  private static final CompiledModule GUEST =
      ENGINE.compile(
          Wat.assemble(
              """
              (module
                (type $down (func (param i32) (result i32)))
                (memory (export "memory") 1)
                (table 1 funcref)
                (elem (i32.const 0) $indirect)
                (func $direct (export "direct") (param $n i32) (result i32)
                  (if (i32.eqz (local.get $n)) (then (return (i32.const 0))))
                  (i32.add (i32.const 1)
                    (call $direct (i32.sub (local.get $n) (i32.const 1)))))
                (func $indirect (export "indirect") (param $n i32) (result i32)
                  (if (result i32) (i32.eqz (local.get $n))
                    (then (i32.const 0))
                    (else (i32.add (i32.const 1)
                      (call_indirect (type $down)
                        (i32.sub (local.get $n) (i32.const 1)) (i32.const 0))))))
                (func $even (export "even") (param $n i32) (result i32)
                  (if (i32.eqz (local.get $n)) (then (return (i32.const 1))))
                  (call $odd (i32.sub (local.get $n) (i32.const 1))))
                (func $odd (param $n i32) (result i32)
                  (if (i32.eqz (local.get $n)) (then (return (i32.const 0))))
                  (call $even (i32.sub (local.get $n) (i32.const 1))))
                (func (export "often") (param $n i32) (result i32)
                  (local $i i32)
                  (loop $again
                    (drop (call $direct (i32.const 90)))
                    (local.set $i (i32.add (local.get $i) (i32.const 1)))
                    (br_if $again (i32.lt_s (local.get $i) (local.get $n))))
                  (local.get $i)))
              """));

  private final WasmInstance instance = instantiate(LIMIT);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "indirect"})
  void endsWhereTheLimitIs(String function) {
    assertThat(call(function, LIMIT - 1)).isEqualTo(LIMIT - 1);

    assertThatThrownBy(() -> call(function, LIMIT)).isInstanceOf(StackExhausted.class);
    assertThat(instance.broken()).isTrue();
  }

  /// Only one function of a cycle counts: what is nested is a multiple of the limit at most.
  @Test
  void endsARecursionOfTwoFunctions() {
    assertThat(call("even", LIMIT - 2)).isEqualTo(1);

    assertThatThrownBy(() -> call("even", 3 * LIMIT)).isInstanceOf(StackExhausted.class);
  }

  @Test
  void countsWhatIsNestedAndNotHowMany() {
    for (int i = 0; i < 3; i++) {
      assertThat(call("often", 1_000)).isEqualTo(1_000);
    }
  }

  /// As deep as a plugin's limit may be, on a stack as large as a lane's.
  @Test
  void takesAHundredThousandCallsOnALargeStack() throws InterruptedException {
    List<Long> results = new ArrayList<>();
    Thread lane =
        Thread.ofPlatform()
            .stackSize(LANE_STACK_BYTES)
            .start(() -> {
              WasmInstance deep = instantiate(100_000);
              results.add(deep.function("direct").orElseThrow().call(99_000));
            });

    lane.join();

    assertThat(results).containsExactly(99_000L);
  }

  @Test
  void namesTheFunctionsThatWereRunning() {
    assertThatThrownBy(() -> call("direct", LIMIT))
        .isInstanceOfSatisfying(
            StackExhausted.class,
            trap ->
                assertThat(trap.backtrace())
                    .hasSize(20)
                    .allMatch(frame -> frame.name().equals("direct")));
  }

  private long call(String function, int argument) {
    return instance.function(function).orElseThrow().call(argument);
  }

  private static WasmInstance instantiate(int limit) {
    return GUEST.instantiate(
        HostFunctions.none(),
        new InstanceLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20, limit, 1_000));
  }
}
