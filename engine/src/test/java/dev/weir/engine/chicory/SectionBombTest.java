package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.EngineOptions;
import dev.weir.engine.module.ModuleException.Malformed;
import dev.weir.engine.module.ModuleShape;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Modules of some megabytes that would take gigabytes once they are read: each section that can do
/// so is refused by its count, before anything is made of it.
class SectionBombTest {
  private static final ChicoryEngine ENGINE = ChicoryEngine.start(EngineOptions.withoutCache());
  private static final int TYPE = 1;
  private static final int IMPORT = 2;
  private static final int FUNCTION = 3;
  private static final int TABLE = 4;
  private static final int GLOBAL = 6;
  private static final int ELEMENT = 9;
  private static final int CODE = 10;
  private static final int DATA = 11;

  private final ByteArrayOutputStream module = new ByteArrayOutputStream();

  SectionBombTest() {
    module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
  }

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Test
  void refusesASectionThatComesTwice() {
    section(TYPE, 1, bytes(0x60, 0, 0));
    section(IMPORT, 1, bytes(0, 0, 0, 0));
    section(IMPORT, 1, bytes(0, 0, 0, 0));

    assertRefused("module: import section twice");
  }

  @Test
  void refusesMillionsOfGlobals() {
    section(GLOBAL, 10_000_000, bytes(0x7f, 0, 0x41, 0, 0x0b));

    assertRefused("global section: 10000000 globals (limit: 200000)");
  }

  @Test
  void refusesTypesOfMillionsOfValues() {
    byte[] type = new byte[1_004];
    Arrays.fill(type, (byte) 0x7f);
    type[0] = 0x60;
    type[1] = (byte) 0xe8; // 1,000
    type[2] = 7;
    type[type.length - 1] = 0;
    section(TYPE, 10_000, type);

    assertRefused("module: type section of 10040002 bytes (limit: 1048576)");
  }

  @Test
  void refusesMillionsOfCustomSections() {
    for (int i = 0; i < 1_000_000; i++) {
      module.writeBytes(bytes(0, 1, 0));
    }

    assertRefused("module: more custom sections (limit: 1000)");
  }

  @Test
  void refusesMillionsOfElements() {
    section(TYPE, 1, bytes(0x60, 0, 0));
    section(FUNCTION, 1, bytes(0));
    section(TABLE, 1, bytes(0x70, 0, 1));
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.writeBytes(bytes(0, 0x41, 0, 0x0b));
    writeU32(20_000_000, element);
    element.writeBytes(new byte[20_000_000]);
    section(ELEMENT, 1, element.toByteArray());
    section(CODE, 1, bytes(2, 0, 0x0b));

    assertRefused("module: element section of 20000009 bytes (limit: 1048576)");
  }

  @Test
  void refusesMillionsOfDataSegments() {
    section(DATA, 10_000_000, bytes(1, 0));

    assertRefused("data section: 10000000 segments (limit: 200000)");
  }

  @Test
  void refusesBillionsOfLocals() {
    section(TYPE, 1, bytes(0x60, 0, 0));
    section(FUNCTION, 1, bytes(0));
    section(CODE, 1, bytes(8, 1, 0xff, 0xff, 0xff, 0xff, 7, 0x7f, 0x0b));

    assertRefused("too many locals");
  }

  @Test
  void refusesAFunctionOfAHundredThousandLocals() {
    section(TYPE, 1, bytes(0x60, 0, 0));
    section(FUNCTION, 1, bytes(0));
    section(CODE, 1, bytes(6, 1, 0xa0, 0x8d, 6, 0x7f, 0x0b));

    assertRefused("too many locals");
  }

  @Test
  void keepsAModuleWhoseNamesAreTooMany() {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.writeBytes(bytes(4, 'n', 'a', 'm', 'e', 1));
    ByteArrayOutputStream map = new ByteArrayOutputStream();
    writeU32(5_000_000, map);
    map.writeBytes(new byte[10_000_000]);
    writeU32(map.size(), names);
    names.writeBytes(map.toByteArray());
    module.write(0);
    writeU32(names.size(), module);
    module.writeBytes(names.toByteArray());

    assertThat(ModuleShape.read(module.toByteArray()).functionNames().size()).isZero();
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ENGINE.compile(module.toByteArray()))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining(message);
  }

  private void section(int id, int count, byte[] entry) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    writeU32(count, content);
    for (int i = 0; i < count; i++) {
      content.writeBytes(entry);
    }
    module.write(id);
    writeU32(content.size(), module);
    module.writeBytes(content.toByteArray());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static void writeU32(int value, ByteArrayOutputStream out) {
    int left = value;
    while (left >= 0x80) {
      out.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }
}
