package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.HostFunction;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.TrapException.DeadlineExceeded;
import dev.weir.engine.TrapException.Interrupted;
import dev.weir.engine.WasmFrame;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.FunctionType;
import dev.weir.engine.module.ModuleException.Uninstantiable;
import dev.weir.engine.wat.Wat;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final ChicoryEngine ENGINE = ChicoryEngine.start(EngineOptions.withoutCache());

  /// A quiet machine takes two milliseconds; one that runs other builds may take this.
  private static final Duration LATE = Duration.ofSeconds(5);

  private static final CompiledModule GUEST =
      ENGINE.compile(
          Wat.assemble(
              """
              (module
                (import "env" "host" (func $host))
                (func $spin (export "spin") (loop $again (br $again)))
                (func (export "outer") (call $host))
                (func (export "count") (param $n i32)
                  (loop $again
                    (br_if $again
                      (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
              """));

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @AfterEach
  void leavesNoInterruptBehind() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void stopsALoopAtItsLimit() {
    WasmInstance instance = instantiate(Duration.ofMillis(20), () -> {});
    long from = System.nanoTime();

    DeadlineExceeded trap =
        catchThrowableOfType(DeadlineExceeded.class, () -> call(instance, "spin"));

    assertThat(Duration.ofNanos(System.nanoTime() - from))
        .isBetween(Duration.ofMillis(20), Duration.ofMillis(20).plus(LATE));
    assertThat(trap).hasMessage("function spin: no return within 20 ms (limit: time per call)");
    assertThat(trap.backtrace()).extracting(WasmFrame::name).containsExactly("spin");
    assertThat(instance.broken()).isTrue();
  }

  @Test
  void stopsALoopAtItsLimitAfterCallsThatHadMoreTime() {
    WasmInstance patient = instantiate(Duration.ofMinutes(1), () -> {});
    WasmInstance instance = instantiate(Duration.ofMillis(20), () -> {});
    call(patient, "outer");
    long from = System.nanoTime();

    assertThatThrownBy(() -> call(instance, "spin")).isInstanceOf(DeadlineExceeded.class);

    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(LATE);
  }

  @Test
  void stopsAStartFunctionThatDoesNotEnd() {
    CompiledModule endless =
        ENGINE.compile(Wat.assemble("(module (func $s (loop $l (br $l))) (start $s))"));
    InstanceLimits limits =
        new InstanceLimits(Duration.ofMillis(20), Duration.ofMillis(50), 1 << 20, 10);

    assertThatThrownBy(() -> endless.instantiate(HostFunctions.none(), limits))
        .isInstanceOf(Uninstantiable.class)
        .hasCauseInstanceOf(DeadlineExceeded.class)
        .hasMessageContaining("within 50 ms");
  }

  @Test
  void countsANestedCallOnTheOuterClock() {
    WasmInstance[] self = new WasmInstance[1];
    self[0] = instantiate(Duration.ofMillis(20), () -> call(self[0], "spin"));
    long from = System.nanoTime();

    assertThatThrownBy(() -> call(self[0], "outer")).isInstanceOf(DeadlineExceeded.class);

    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(LATE);
  }

  @Test
  void stopsTheOuterInstanceWhenItsHostCallsAnotherThatDoesNotEnd() {
    WasmInstance inner = instantiate(Duration.ofSeconds(60), () -> {});
    WasmInstance outer = instantiate(Duration.ofMillis(20), () -> call(inner, "spin"));

    assertThatThrownBy(() -> call(outer, "outer")).isInstanceOf(DeadlineExceeded.class);

    assertThat(inner.broken()).isTrue();
  }

  @Test
  void stopsAHostFunctionThatWaits() {
    WasmInstance instance =
        instantiate(
            Duration.ofMillis(20),
            () -> {
              try {
                Thread.currentThread().join();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThatThrownBy(() -> call(instance, "outer")).isInstanceOf(DeadlineExceeded.class);
  }

  @Test
  void countsNoTimeInWhichTheThreadDidNotRun() {
    Duration limit = Duration.ofMillis(300);
    WasmInstance instance =
        instantiate(limit, () -> LockSupport.parkNanos(limit.plusMillis(100).toNanos()));

    assertThat(instance.function("outer").orElseThrow().call()).isZero();
  }

  @Test
  void stopsALoopAlthoughTheHostSwallowedTheInterrupt() {
    WasmInstance[] self = new WasmInstance[1];
    self[0] =
        instantiate(
            Duration.ofMillis(20),
            () -> {
              LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
              Thread.interrupted();
              call(self[0], "spin");
            });

    assertThatThrownBy(() -> call(self[0], "outer")).isInstanceOf(DeadlineExceeded.class);
  }

  @Test
  void keepsAnInterruptThatSomebodyElseSent() {
    WasmInstance instance = instantiate(Duration.ofSeconds(60), () -> {});
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> call(instance, "spin")).isInstanceOf(Interrupted.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  /// Calls that end just before, at and just after a limit of 100 microseconds, so that many end
  /// while the watchdog is about to fire.
  @Test
  void sendsNoInterruptAfterACallHasEnded() {
    long seed = Long.getLong("fuzz.seed", 20_261_121);
    SplittableRandom random = new SplittableRandom(seed);
    WasmInstance instance = instantiate(Duration.ofNanos(100_000), () -> {});
    int exceeded = 0;
    for (int i = 0; i < 100_000; i++) {
      int length = i % 50 == 0 ? random.nextInt(600_000) : random.nextInt(50);
      try {
        instance.function("count").orElseThrow().call(length + 1);
      } catch (DeadlineExceeded _) {
        exceeded++;
        instance = instantiate(Duration.ofNanos(100_000), () -> {});
      }
      assertThat(Thread.currentThread().isInterrupted()).as("call %d, seed %d", i, seed).isFalse();
    }
    assertThat(exceeded).as("calls stopped, seed %d", seed).isPositive();
  }

  private static WasmInstance instantiate(Duration callback, Runnable host) {
    HostFunction function =
        new HostFunction(
            "env",
            "host",
            FunctionType.of(),
            (_, _) -> {
              host.run();
              return 0;
            });
    WasmInstance instance =
        GUEST.instantiate(
            HostFunctions.of(List.of(function)),
            new InstanceLimits(callback, Duration.ofSeconds(5), 1 << 20, 10));
    instance.started();
    return instance;
  }

  private static void call(WasmInstance instance, String function) {
    instance.function(function).orElseThrow().call();
  }
}
