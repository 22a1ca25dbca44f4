package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.TrapException.DeadlineExceeded;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.ModuleException;
import dev.weir.engine.module.ModuleException.Malformed;
import dev.weir.engine.module.ModuleException.Uninstantiable;
import dev.weir.engine.wat.Wat;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Modules made to exhaust the host: each is refused or stopped, and says by which limit.
class HostileModuleTest {
  private static final ChicoryEngine ENGINE = ChicoryEngine.start(EngineOptions.withoutCache());
  private static final InstanceLimits LIMITS =
      new InstanceLimits(Duration.ofMillis(20), Duration.ofMillis(200), 1 << 20, 1_000);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Test
  void stopsAStartFunctionThatGrowsMemoryWithoutEnd() {
    String wat =
        """
        (module (memory 1)
          (func $grow (loop $again (drop (memory.grow (i32.const 1))) (br $again)))
          (start $grow))
        """;

    assertThatThrownBy(() -> instantiate(wat))
        .isInstanceOf(Uninstantiable.class)
        .hasCauseInstanceOf(DeadlineExceeded.class);
  }

  @Test
  void refusesTenThousandImports() {
    String imports = "(import \"env\" \"f\" (func))".repeat(10_000);

    assertThatThrownBy(() -> instantiate("(module " + imports + ")"))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("import section: 10000 imports (limit: 1000)");
  }

  @Test
  void linksAsManyImportsAsItAdmits() {
    String imports = "(import \"env\" \"f\" (func))".repeat(1_000);

    assertThatThrownBy(() -> instantiate("(module " + imports + ")"))
        .isInstanceOf(ModuleException.Unlinkable.class)
        .hasMessageStartingWith("import env.f: unknown function");
  }

  @Test
  void refusesNamesOfAMebibyte() {
    String name = "n".repeat(1 << 20);

    assertThatThrownBy(() -> instantiate("(module (func (export \"%s\")))".formatted(name)))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("export section: name of 1048576 bytes (limit: 1024)");
    assertThatThrownBy(() -> instantiate("(module (import \"env\" \"%s\" (func)))".formatted(name)))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("import section: name of 1048576 bytes (limit: 1024)");
  }

  @Test
  void refusesMemoryAndTablesAboveTheLimitBeforeMakingThem() {
    assertThatThrownBy(() -> instantiate("(module (memory 65536))"))
        .isInstanceOf(Uninstantiable.class)
        .hasMessageContaining("65536 pages of 64 KiB (limit: 16)");
    assertThatThrownBy(() -> instantiate("(module (table 10000000 funcref))"))
        .isInstanceOf(Uninstantiable.class)
        .hasMessage("tables: start with 10000000 elements (limit: 1000)");
    assertThatThrownBy(() -> instantiate("(module (import \"env\" \"t\" (table 1001 funcref)))"))
        .isInstanceOf(Uninstantiable.class)
        .hasMessage("tables: start with 1001 elements (limit: 1000)");
  }

  @Test
  void compilesBlocksNestedAHundredThousandDeep() {
    CompiledModule deep = ENGINE.compile(new NestedBlocks(100_000).bytes());

    assertThat(deep.instantiate(HostFunctions.none(), LIMITS).broken()).isFalse();
  }

  @Test
  void interpretsAFunctionTooLargeForTheJvm() {
    String body = "(local.set 0 (i32.mul (i32.add (local.get 0) (i32.const 7)) (i32.const 3)))";
    WasmInstance instance =
        instantiate(
            "(module (func (export \"f\") (param i32) (result i32) %s (local.get 0)))"
                .formatted(body.repeat(10_000)));
    int expected = 1;
    for (int i = 0; i < 10_000; i++) {
      expected = (expected + 7) * 3;
    }

    assertThat((int) instance.function("f").orElseThrow().call(1)).isEqualTo(expected);
  }

  @Test
  void stopsAnInterpretedLoopToo() {
    String body = "(local.set 0 (i32.mul (i32.add (local.get 0) (i32.const 7)) (i32.const 3)))";
    WasmInstance instance =
        instantiate(
            "(module (func (export \"f\") (param i32) (loop $again %s (br $again))))"
                .formatted(body.repeat(10_000)));

    assertThatThrownBy(() -> instance.function("f").orElseThrow().call(1))
        .isInstanceOf(DeadlineExceeded.class);
  }

  private static WasmInstance instantiate(String wat) {
    return ENGINE.compile(Wat.assemble(wat)).instantiate(HostFunctions.none(), LIMITS);
  }
}
