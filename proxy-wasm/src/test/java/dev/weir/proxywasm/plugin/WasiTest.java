package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.wat.Wat;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Capabilities;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.testing.Host;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// WASI as a guest sees it: each case is a module that makes one call while it is configured and
/// logs the answer.
class WasiTest {
  private final Host host = new Host();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fd_write            | i32 i32 i32 i32         | 3 0 0 100           | 8
          fd_write            | i32 i32 i32 i32         | 1 -8 1 100          | 21
          fd_fdstat_get       | i32 i32                 | 1 100               | 0
          fd_fdstat_get       | i32 i32                 | 3 100               | 8
          fd_fdstat_get       | i32 i32                 | 1 -4                | 21
          fd_read             | i32 i32 i32 i32         | 0 0 0 0             | 52
          fd_prestat_get      | i32 i32                 | 3 100               | 8
          fd_prestat_dir_name | i32 i32 i32             | 3 100 1             | 52
          fd_fdstat_set_flags | i32 i32                 | 1 0                 | 52
          fd_close            | i32                     | 1                   | 0
          fd_sync             | i32                     | 1                   | 0
          fd_sync             | i32                     | 5                   | 8
          fd_renumber         | i32 i32                 | 1 2                 | 58
          args_sizes_get      | i32 i32                 | 100 104             | 0
          environ_sizes_get   | i32 i32                 | 100 -1              | 21
          clock_time_get      | i32 i64 i32             | 0 0 100             | 0
          clock_time_get      | i32 i64 i32             | 1 0 100             | 0
          clock_time_get      | i32 i64 i32             | 2 0 100             | 58
          clock_time_get      | i32 i64 i32             | 0 0 -4              | 21
          clock_res_get       | i32 i32                 | 0 100               | 0
          random_get          | i32 i32                 | 0 65536             | 0
          random_get          | i32 i32                 | 0 65537             | 28
          random_get          | i32 i32                 | 65000 1000          | 21
          sched_yield         | ''                      | ''                  | 0
          poll_oneoff         | i32 i32 i32 i32         | 0 0 1 100           | 0
          path_open           | i32 i32 i32 i32 i32 i64 i64 i32 i32 | 3 0 0 0 0 0 0 0 0 | 44
          sock_shutdown       | i32 i32                 | 3 0                 | 58
          """)
  void answersLikeProxyWasmCppHost(String name, String types, String values, int expected) {
    assertThat(answer("wasi_snapshot_preview1", name, types, values)).isEqualTo(expected);
    assertThat(answer("wasi_unstable", name, types, values)).isEqualTo(expected);
  }

  @Test
  void deniedFunctionIsNotCapable() {
    PluginSpec spec =
        PluginSpec.of("wasi", Bytes.EMPTY)
            .withCapabilities(new Capabilities(Set.of("proxy_on_configure", "proxy_log")));

    assertThat(answer(spec, "wasi_snapshot_preview1", "sched_yield", "", "")).isEqualTo(76);
  }

  @Test
  void environmentIsTheConfiguredOneOnly() {
    PluginSpec spec =
        new PluginSpec(
            "wasi",
            "",
            "",
            Bytes.EMPTY,
            Bytes.EMPTY,
            Map.of("B", "2", "A", "1"),
            PluginLimits.defaults(),
            Capabilities.all(),
            PluginSpec.Behaviour.DEFAULT);

    host.start(
        Host.compile(
            module(
                "wasi_snapshot_preview1",
                "environ_get",
                "i32 i32",
                """
                (drop (call $wasi (i32.const 200) (i32.const 300)))
                (drop (call $log (i32.const 2) (i32.const 300) (i32.const 8)))
                (i32.const 1)
                """)),
        spec);

    assertThat(host.log.lines).contains("INFO A=1\\x00B=2\\x00");
  }

  @Test
  void standardErrorIsTheErrorLog() {
    host.start(
        Host.compile(
            module(
                "wasi_snapshot_preview1",
                "fd_write",
                "i32 i32 i32 i32",
                """
                (i32.store (i32.const 16) (i32.const 64))
                (i32.store (i32.const 20) (i32.const 3))
                (i32.store8 (i32.const 64) (i32.const 104))
                (i32.store8 (i32.const 65) (i32.const 105))
                (i32.store8 (i32.const 66) (i32.const 10))
                (drop (call $wasi (i32.const 2) (i32.const 16) (i32.const 1) (i32.const 32)))
                (i32.const 1)
                """)),
        PluginSpec.of("wasi", Bytes.EMPTY));

    assertThat(host.log.lines).contains("ERROR hi");
  }

  @Test
  void exitEndsTheInstanceOnly() {
    byte[] module =
        Wat.assemble(
            """
            (module
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (func (export "proxy_abi_version_0_2_1"))
              (func (export "malloc") (param i32) (result i32) (i32.const 0))
              (func (export "_start") (call $exit (i32.const 0)))
              (func (export "proxy_on_configure") (param i32 i32) (result i32)
                (call $exit (i32.const 3)) (i32.const 1)))
            """);

    assertThatThrownBy(() -> host.start(Host.compile(module), PluginSpec.of("p", Bytes.EMPTY)))
        .isInstanceOf(PluginException.ConfigureFailed.class)
        .hasMessageContaining("proc_exit(3)");
  }

  private int answer(String module, String name, String types, String values) {
    return answer(PluginSpec.of("wasi", Bytes.EMPTY), module, name, types, values);
  }

  /// Configures a module that logs the answer as one byte, the letter `0` plus it.
  private int answer(PluginSpec spec, String module, String name, String types, String values) {
    StringBuilder arguments = new StringBuilder();
    String[] type = types.split(" ", -1);
    String[] value = values.split(" ", -1);
    for (int i = 0; i < value.length && !value[i].isEmpty(); i++) {
      arguments.append("(%s.const %s) ".formatted(type[i], value[i]));
    }
    String body =
        """
        (i32.store8 (i32.const 400) (i32.add (i32.const 48) (call $wasi %s)))
        (drop (call $log (i32.const 2) (i32.const 400) (i32.const 1)))
        (i32.const 1)
        """
            .formatted(arguments);
    host.log.lines.clear();
    host.start(Host.compile(module(module, name, types, body)), spec).close();
    String line =
        host.log.lines.stream().filter(l -> l.startsWith("INFO ")).findFirst().orElseThrow();
    return line.charAt("INFO ".length()) - '0';
  }

  private static byte[] module(String module, String name, String types, String body) {
    return Wat.assemble(
        """
        (module
          (import "%s" "%s" (func $wasi (param %s) (result i32)))
          (import "env" "proxy_log" (func $log (param i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "proxy_abi_version_0_2_1"))
          (func (export "malloc") (param i32) (result i32) (i32.const 0))
          (func (export "proxy_on_configure") (param i32 i32) (result i32) %s))
        """
            .formatted(module, name, types, body));
  }
}
