package dev.weir.proxywasm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairsTest {
  /// One pair `a: b`, written by hand from the layout that the SDKs use.
  private static final byte[] ONE_PAIR = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 'a', 0, 'b', 0};

  @Test
  void writesTheLayoutOfTheSdks() {
    HeaderMap map = HeaderMap.of("a", "b");
    byte[] bytes = new byte[Pairs.byteSize(map)];

    Pairs.write(map, bytes, 0);

    assertThat(bytes).isEqualTo(ONE_PAIR);
  }

  @Test
  void emptyMapIsNoBytes() {
    assertThat(Pairs.byteSize(new HeaderMap())).isZero();
    assertThat(Pairs.read(new byte[0], 0, 0).orElseThrow().size()).isZero();
  }

  @Test
  void refusesTruncatedPairs() {
    for (int length = 1; length < ONE_PAIR.length; length++) {
      assertThat(Pairs.read(ONE_PAIR, 0, length)).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void refusesCountsAndLengthsThatOverflow() {
    for (int lie : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1025, 0x4000_0000}) {
      for (int at : new int[] {0, 4, 8}) {
        byte[] bytes = ONE_PAIR.clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, lie);
        assertThat(Pairs.read(bytes, 0, bytes.length)).as("%d at %d", lie, at).isEmpty();
      }
    }
  }

  @Test
  void anyBytesAreReadOrRefused() {
    long seed = Long.getLong("weir.fuzz.seed", 20_261_121);
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = Arrays.copyOf(ONE_PAIR, random.nextInt(40));
      for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThat(Pairs.read(bytes, 0, bytes.length))
          .as("seed %d, round %d", seed, round)
          .satisfiesAnyOf(
              read -> assertThat(read).isEmpty(),
              read -> assertThat(read.orElseThrow().byteSize()).isLessThan(bytes.length + 1));
    }
  }
}
