package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.wat.Wat;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.testing.Host;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Modules that break the rules of start-up, allocation and memory.
class RuleBreakingModuleTest {
  private static final String ALLOCATOR =
      "(func (export \"malloc\") (param i32) (result i32) (i32.const 1024))";

  /// Reads one byte of the configuration and logs the status as a digit.
  private static final String CONFIGURE =
      """
      (func (export "proxy_on_configure") (param i32 i32) (result i32)
        (i32.store8 (i32.const 400)
          (i32.add (i32.const 48)
            (call $buffer (i32.const 7) (i32.const 0) (i32.const 1)
              (i32.const 500) (i32.const 504))))
        (drop (call $log (i32.const 3) (i32.const 400) (i32.const 1)))
        (i32.const 1))
      """;

  private static final PluginLimits LIMITS =
      PluginLimits.defaults()
          .with(
              new PluginLimits.Instance(
                  Duration.ofMillis(50), Duration.ofMillis(200), 1 << 20, 1_000));

  private final Host host = new Host();

  @Test
  void endlessStartIsStopped() {
    assertThatThrownBy(() -> start(ALLOCATOR, "(func (export \"_start\") (loop $l (br $l)))"))
        .isInstanceOf(PluginException.StartFailed.class)
        .hasMessageContaining("_start");
  }

  @Test
  void startThatGrowsMemoryWithoutEndStopsAtTheLimit() {
    start(
        ALLOCATOR,
        """
        (func (export "_start") (local $n i32)
          (loop $l
            (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))))
        """);

    assertThat(host.observer.events).contains("started");
  }

  @Test
  void hostcallWhileInitialisingTraps() {
    assertThatThrownBy(() ->
            start(ALLOCATOR, "(func (export \"_initialize\") (drop (call $tick (i32.const 100))))"))
        .isInstanceOf(PluginException.StartFailed.class)
        .hasMessageContaining("proxy_set_tick_period_milliseconds")
        .hasMessageContaining("while the module initialises");
  }

  @Test
  void hostcallByTheAllocatorTraps() {
    String allocator =
        """
        (func (export "malloc") (param i32) (result i32)
          (drop (call $tick (i32.const 100))) (i32.const 1024))
        """;

    assertThatThrownBy(() -> start(allocator, CONFIGURE))
        .isInstanceOf(PluginException.ConfigureFailed.class)
        .hasMessageContaining("by the allocator");
  }

  @Test
  void allocatorMayLog() {
    String allocator =
        """
        (func (export "malloc") (param i32) (result i32)
          (drop (call $log (i32.const 2) (i32.const 0) (i32.const 1))) (i32.const 1024))
        """;

    start(allocator, CONFIGURE);

    assertThat(statuses()).startsWith("0");
  }

  @Test
  void allocatorMayGrowMemoryWhileArgumentsAreRead() {
    String allocator =
        """
        (func (export "malloc") (param i32) (result i32)
          (i32.mul (memory.grow (i32.const 1)) (i32.const 65536)))
        """;

    start(allocator, CONFIGURE);

    assertThat(statuses()).startsWith("0");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, -4, 65536, 2147483647})
  void resultThatCannotBePlacedIsAnInvalidAccess(int pointer) {
    String allocator =
        "(func (export \"malloc\") (param i32) (result i32) (i32.const %d))".formatted(pointer);

    start(allocator, CONFIGURE);

    assertThat(statuses()).startsWith("6");
  }

  @Test
  void deadlineCountsTheAllocatorToo() {
    String allocator =
        "(func (export \"malloc\") (param i32) (result i32) (loop $l (br $l)) (i32.const 0))";

    assertThatThrownBy(() -> start(allocator, CONFIGURE))
        .isInstanceOf(PluginException.ConfigureFailed.class)
        .hasMessageContaining("no return");
  }

  private String statuses() {
    return host.log.lines.stream()
        .filter(line -> line.startsWith("WARN "))
        .map(line -> line.substring("WARN ".length()))
        .findFirst()
        .orElseThrow();
  }

  private void start(String allocator, String functions) {
    byte[] module =
        Wat.assemble(
            """
            (module
              (import "env" "proxy_log" (func $log (param i32 i32 i32) (result i32)))
              (import "env" "proxy_set_tick_period_milliseconds"
                (func $tick (param i32) (result i32)))
              (import "env" "proxy_get_buffer_bytes"
                (func $buffer (param i32 i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "proxy_abi_version_0_2_1"))
              %s %s)
            """
                .formatted(allocator, functions));
    PluginSpec spec = PluginSpec.of("hostile", Bytes.utf8("configuration")).withLimits(LIMITS);
    host.start(Host.compile(module), spec);
  }
}
