package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.EngineOptions;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.TrapException.Trapped;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.WasmMemory;
import dev.weir.engine.module.ModuleException.Uninstantiable;
import dev.weir.engine.wat.Wat;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlatMemoryTest {
  private static final ChicoryEngine ENGINE = ChicoryEngine.start(EngineOptions.withoutCache());
  private static final int PAGE = 65_536;

  private static final byte[] GUEST =
      Wat.assemble(
          """
          (module
            (memory 1)
            (data $passive "abcdef")
            (func (export "size") (result i32) (memory.size))
            (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
            (func (export "load8") (param i32) (result i32) (i32.load8_u (local.get 0)))
            (func (export "load16") (param i32) (result i32) (i32.load16_u (local.get 0)))
            (func (export "load32") (param i32) (result i32) (i32.load (local.get 0)))
            (func (export "load64") (param i32) (result i64) (i64.load (local.get 0)))
            (func (export "loadf32") (param i32) (result f32) (f32.load (local.get 0)))
            (func (export "loadf64") (param i32) (result f64) (f64.load (local.get 0)))
            (func (export "load32far") (param i32) (result i32)
              (i32.load offset=0x7fffffff (local.get 0)))
            (func (export "load32wrapped") (param i32) (result i32)
              (i32.load offset=0xffffffff (local.get 0)))
            (func (export "fill") (param i32 i32 i32)
              (memory.fill (local.get 0) (local.get 1) (local.get 2)))
            (func (export "copy") (param i32 i32 i32)
              (memory.copy (local.get 0) (local.get 1) (local.get 2)))
            (func (export "init") (param i32 i32 i32)
              (memory.init $passive (local.get 0) (local.get 1) (local.get 2)))
            (func (export "drop") (data.drop $passive)))
          """);

  private final WasmInstance instance = instantiate(64L * PAGE);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @ParameterizedTest
  @CsvSource({"load8, 1", "load16, 2", "load32, 4", "load64, 8", "loadf32, 4", "loadf64, 8"})
  void readsUpToTheLastByteAndNoFurther(String load, int width) {
    assertThat(call(load, PAGE - width)).isZero();
    assertTraps(load, PAGE - width + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, PAGE, -4})
  void trapsOnEveryPointerOutside(int pointer) {
    assertTraps("load32", pointer);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, Integer.MAX_VALUE, -1})
  void trapsWherePointerAndOffsetTogetherLieOutside(int pointer) {
    assertTraps("load32far", pointer);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, Integer.MAX_VALUE, -1})
  void trapsOnAnOffsetThatReachesTheEndOfTheAddressSpace(int pointer) {
    assertTraps("load32wrapped", pointer);
  }

  /// The array behind the memory is longer than the memory after the first growth.
  @Test
  void trapsBetweenTheMemorysEndAndTheArrays() {
    assertThat(call("grow", 10)).isEqualTo(1);
    assertThat(call("grow", 1)).isEqualTo(11);
    assertThat(instance.memory().array().length).isGreaterThan(12 * PAGE);

    assertThat(call("load32", 12 * PAGE - 4)).isZero();
    assertTraps("load32", 12 * PAGE - 3);
  }

  @Test
  void growsToItsLimitAndAnswersMinusOneBeyond() {
    assertThat(call("grow", 63)).isEqualTo(1);
    assertThat(call("grow", 0)).isEqualTo(64);
    assertThat(call("grow", 1)).isEqualTo(-1);
    assertThat(call("grow", -1)).isEqualTo(-1);
    assertThat(call("size")).isEqualTo(64);
  }

  @Test
  void keepsItsBytesWhenItGrows() {
    instance.memory().writeLong(8, 0x0123456789abcdefL);

    call("grow", 20);

    assertThat(call("load64", 8)).isEqualTo(0x0123456789abcdefL);
    assertThat(instance.memory().readByte(8)).isEqualTo((byte) 0xef);
  }

  @Test
  void copiesTheBytesFewTimesHoweverSmallTheSteps() {
    WasmInstance large = instantiate(1_001L * PAGE);
    Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());

    for (int i = 0; i < 1_000; i++) {
      large.function("grow").orElseThrow().call(1);
      arrays.add(large.memory().array());
    }

    assertThat(large.memory().size()).isEqualTo(1_001L * PAGE);
    assertThat(arrays).hasSizeLessThan(25);
  }

  @Test
  void refusesAModuleThatStartsWithMoreThanItMayHave() {
    assertThatThrownBy(() -> instantiate(PAGE - 1))
        .isInstanceOf(Uninstantiable.class)
        .hasMessage("memory: starts with 1 pages of 64 KiB (limit: 0)");
  }

  @Test
  void fillsAndCopiesOverlapping() {
    call("fill", 0, 'x', 3);
    call("fill", 3, 'y', 3);
    call("copy", 1, 0, 5);

    assertThat(instance.memory().read(0, 7)).asString().isEqualTo("xxxxyy\0");
  }

  @ParameterizedTest
  @CsvSource({
    "fill, 65536, 0, 1",
    "fill, 0, 0, 65537",
    "fill, 65537, 0, 0",
    "fill, -1, 0, 2",
    "fill, 10, 0, -1",
    "fill, -2147483648, 0, -2147483648",
    "copy, 65535, 0, 2",
    "copy, 0, 65535, 2",
    "copy, 0, -1, 1",
    "copy, 0, 0, -1",
    "copy, 65537, 0, 0",
    "init, 65535, 0, 2",
    "init, 0, 5, 2",
    "init, 0, 0, 7",
    "init, 0, -1, 1",
  })
  void trapsOnEveryRangeOutside(String function, int first, int second, int third) {
    assertTraps(function, first, second, third);
  }

  @ParameterizedTest
  @CsvSource({"fill, 65536, 0, 0", "copy, 65536, 65536, 0", "init, 65536, 6, 0"})
  void takesAnEmptyRangeAtTheEnd(String function, int first, int second, int third) {
    call(function, first, second, third);
  }

  @Test
  void copiesAPassiveSegmentUntilItIsDropped() {
    call("init", 100, 1, 3);
    assertThat(instance.memory().read(100, 3)).asString().isEqualTo("bcd");

    call("drop");
    call("init", 0, 0, 0);

    assertTraps("init", 0, 0, 1);
  }

  @Test
  void refusesTheHostEveryAccessOutside() {
    WasmMemory memory = instance.memory();
    byte[] bytes = new byte[8];

    assertOutside(() -> memory.readInt(PAGE - 3));
    assertOutside(() -> memory.writeInt(-1, 0));
    assertOutside(() -> memory.read(PAGE - 7, bytes, 0, 8));
    assertOutside(() -> memory.write(-1, bytes));
    assertOutside(() -> memory.read(0, -1));
    assertThat(memory.contains(PAGE, 0)).isTrue();
    assertThat(memory.contains(PAGE, 1)).isFalse();
    assertThat(memory.contains(1, Integer.MAX_VALUE)).isFalse();
    assertThat(memory.contains(-1, 0)).isFalse();
  }

  private static void assertOutside(ThrowingCallable access) {
    assertThatThrownBy(access).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private void assertTraps(String function, long... arguments) {
    assertThatThrownBy(() -> call(function, arguments))
        .isInstanceOf(Trapped.class)
        .hasMessageStartingWith("out of bounds memory access");
  }

  private long call(String function, long... arguments) {
    return instance.function(function).orElseThrow().call(arguments);
  }

  private static WasmInstance instantiate(long memoryBytes) {
    return ENGINE
        .compile(GUEST)
        .instantiate(
            HostFunctions.none(),
            new InstanceLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), memoryBytes, 10));
  }
}
