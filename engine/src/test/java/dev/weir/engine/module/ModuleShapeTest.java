package dev.weir.engine.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.module.ModuleException.Malformed;
import dev.weir.engine.wat.Wat;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModuleShapeTest {
  private static final byte[] MODULE =
      Wat.assemble(
          """
          (module
            (import "env" "log" (func $log (param i32 i64) (result f64)))
            (import "env" "base" (global $base i32))
            (table 3 funcref)
            (memory (export "memory") 2 7)
            (global $n (export "n") (mut i64) (i64.const -1))
            (func $run (export "run") (param f32))
            (func $hidden)
            (func (export "unnamed")))
          """);

  private final ModuleShape shape = ModuleShape.read(MODULE);

  @Test
  void readsImportsWithTheirTypes() {
    assertThat(shape.imports())
        .extracting(i -> i + ": " + i.type())
        .containsExactly("env.log: function (i32, i64) -> (f64)", "env.base: global i32");
  }

  @Test
  void readsExportsWithTheirTypes() {
    assertThat(shape.exports())
        .extracting(e -> e.name() + ": " + e.type())
        .containsExactly(
            "memory: memory of 2 pages",
            "n: mutable global i64",
            "run: function (f32) -> ()",
            "unnamed: function () -> ()");
    assertThat(shape.function("run")).contains(FunctionType.of(ValueType.F32));
    assertThat(shape.function("memory")).isEmpty();
  }

  @Test
  void readsTheMemoryAndTheTables() {
    assertThat(shape.memory()).contains(new ExternType.Memory(2, OptionalLong.of(7)));
    assertThat(shape.tableElements()).isEqualTo(3);
  }

  @Test
  void namesFunctionsByNameSectionThenExportThenIndex() {
    FunctionNames names = shape.functionNames();

    assertThat(names.of(0)).isEqualTo("log");
    assertThat(names.of(2)).isEqualTo("hidden");
    assertThat(names.of(3)).isEqualTo("unnamed");
    assertThat(names.of(99)).isEqualTo("func[99]");
    assertThat(shape.customSections()).containsExactly("name");
  }

  @Test
  void ignoresANameSectionThatCannotBeRead() {
    byte[] broken = MODULE.clone();
    broken[broken.length - 8] = (byte) 0xff;

    assertThat(ModuleShape.read(broken).exports()).hasSameSizeAs(shape.exports());
  }

  @Test
  void tellsAComponentFromAModule() {
    byte[] component = {0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00};

    assertThatThrownBy(() -> ModuleShape.read(component))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("a WebAssembly component, not a module");
  }

  @Test
  void saysWhatElseItWasGiven() {
    assertMalformed(
        "(module)".getBytes(UTF_8),
        "not a WebAssembly module: starts with 28 6d 6f 64, perhaps the text format");
    assertMalformed(
        new byte[0], "not a WebAssembly module: starts with nothing, the file is empty");
    assertMalformed(
        "ELF?".getBytes(UTF_8),
        "not a WebAssembly module: starts with 45 4c 46 3f (expected: 00 61 73 6d)");
    assertMalformed(new byte[] {0, 0x61, 0x73, 0x6d, 2, 0, 0, 0}, "module: version 02 00 00 00");
    assertMalformed(new byte[] {0, 0x61, 0x73, 0x6d, 1}, "module: truncated after 5 bytes");
  }

  private static void assertMalformed(byte[] bytes, String message) {
    assertThatThrownBy(() -> ModuleShape.read(bytes))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesEveryModuleThatIsCutShortWithinASection() {
    int refused = 0;
    for (int length = 8; length < MODULE.length; length++) {
      byte[] cut = Arrays.copyOf(MODULE, length);
      try {
        ModuleShape.read(cut);
      } catch (Malformed _) {
        refused++;
      }
    }
    // between two sections the bytes are a module again; what it lacks, the compiler notices
    assertThat(refused).isGreaterThan(MODULE.length - 8 - 15);
  }

  @Test
  void refusesAModuleAboveTheLimits() {
    ModuleLimits limits = ModuleLimits.DEFAULT;

    assertOver(
        new ModuleLimits(100, 99, 9, 9, 9, 99),
        "module: %d bytes (limit: 100)".formatted(MODULE.length));
    assertOver(
        new ModuleLimits(limits.bytes(), 5, 9, 9, 9, 99),
        "module: code section of 10 bytes (limit: 5)");
    assertOver(
        new ModuleLimits(limits.bytes(), 99, 1, 9, 9, 99), "import section: 2 imports (limit: 1)");
    assertOver(
        new ModuleLimits(limits.bytes(), 99, 9, 3, 9, 99), "export section: 4 exports (limit: 3)");
    assertOver(
        new ModuleLimits(limits.bytes(), 99, 9, 9, 2, 99), "type section: 3 types (limit: 2)");
    assertOver(
        new ModuleLimits(limits.bytes(), 99, 9, 9, 9, 6),
        "export section: name of 7 bytes (limit: 6)");
  }

  private static void assertOver(ModuleLimits limits, String message) {
    assertThatThrownBy(() -> ModuleShape.read(MODULE, limits))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void keepsEverythingButTheCodeInTheSkeleton() {
    ModuleShape skeleton = ModuleShape.read(ModuleSkeleton.of(MODULE));

    assertThat(skeleton.imports()).isEqualTo(shape.imports());
    assertThat(skeleton.exports()).isEqualTo(shape.exports());
    assertThat(skeleton.memory()).isEqualTo(shape.memory());
  }
}
