package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.engine.wat.Wat;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.testing.Guests;
import dev.weir.proxywasm.testing.Host;
import org.junit.jupiter.api.Test;

class InitialisedStateTest {
  /// Logs whenever it initialises, and once more when it is configured if it did so exactly once.
  private static final String GUEST =
      """
      (module
        (import "env" "proxy_log" (func $log (param i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "random_get"
          (func $random (param i32 i32) (result i32)))
        (memory (export "memory") 1)
        (global $initialised (mut i32) (i32.const 0))
        (data (i32.const 0) "initialised")
        (data (i32.const 16) "configured")
        (func (export "proxy_abi_version_0_2_1"))
        (func (export "proxy_on_memory_allocate") (param i32) (result i32) (i32.const 1024))
        (func (export "proxy_on_context_create") (param i32 i32))
        (func (export "_initialize")
          (global.set $initialised (i32.add (global.get $initialised) (i32.const 1)))
          %s
          (drop (call $log (i32.const 2) (i32.const 0) (i32.const 11))))
        (func (export "proxy_on_configure") (param i32 i32) (result i32)
          (drop (call $log (i32.const 2) (i32.const 16) (i32.const 10)))
          (i32.eq (global.get $initialised) (i32.const 1))))
      """;

  private final Host host = new Host();

  @Test
  void startsFurtherInstancesFromTheStateOfTheFirst() {
    ProxyWasmModule module = Host.compile(Wat.assemble(GUEST.formatted("")));

    host.start(module, PluginSpec.of("a", Bytes.EMPTY));
    host.start(module, PluginSpec.of("b", Bytes.EMPTY));

    assertThat(module.initialised().find(PluginSpec.of("c", Bytes.EMPTY))).isPresent();
    assertThat(host.log.lines).containsOnlyOnce("INFO initialised").contains("INFO configured");
  }

  @Test
  void runsInitialisationEachTimeWhereItDrawsRandomNumbers() {
    String random = "(drop (call $random (i32.const 512) (i32.const 8)))";
    ProxyWasmModule module = Host.compile(Wat.assemble(GUEST.formatted(random)));

    host.start(module, PluginSpec.of("a", Bytes.EMPTY));
    host.start(module, PluginSpec.of("b", Bytes.EMPTY));

    assertThat(host.log.lines)
        .filteredOn("INFO initialised"::equals)
        .hasSameSizeAs(host.log.lines.stream().filter("INFO configured"::equals).toList());
  }

  @Test
  void keepsNoStateOfAGoModuleAsItsRuntimeSeedsItself() {
    ProxyWasmModule module = Host.compile(Guests.filter("api-key"));
    PluginSpec spec =
        PluginSpec.of("key", Bytes.utf8("{\"header\": \"x-api-key\", \"keys\": [\"k\"]}"));

    host.start(module, spec);

    assertThat(module.initialised().find(spec)).isEmpty();
  }
}
