package dev.weir.proxywasm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeaderMapTest {
  private static final String[] NAMES = {":path", "a", "b", "cookie", "set-cookie"};
  private static final String[] VALUES = {"", "1", "2", "longer value"};

  @Test
  void findsNamesInAnyCase() {
    HeaderMap map = HeaderMap.of("Content-Type", "text/plain");

    assertThat(map.value("CONTENT-TYPE")).contains("text/plain");
    assertThat(map.name(0)).isEqualTo("content-type");
  }

  @Test
  void keepsRepeatedNamesApartAndInOrder() {
    HeaderMap map = HeaderMap.of("set-cookie", "a", "x", "1", "set-cookie", "b");

    assertThat(entries(map)).containsExactly("set-cookie=a", "x=1", "set-cookie=b");
    assertThat(map.value("set-cookie")).contains("a");
  }

  @Test
  void replaceKeepsThePlaceOfTheFirstEntry() {
    HeaderMap map = HeaderMap.of("a", "1", "b", "2", "a", "3");

    map.replace("a", "4");

    assertThat(entries(map)).containsExactly("a=4", "b=2");
  }

  @Test
  void valuesAreArbitraryBytes() {
    byte[] name = "x".getBytes(StandardCharsets.ISO_8859_1);
    byte[] value = {(byte) 0xff, 0, (byte) 0x80};
    HeaderMap map = new HeaderMap();

    map.add(name, 0, 1, value, 0, 3);

    byte[] pairs = new byte[Pairs.byteSize(map)];
    Pairs.write(map, pairs, 0);
    HeaderMap read = Pairs.read(pairs, 0, pairs.length).orElseThrow();
    assertThat(read.value(0)).isEqualTo("\u00ff\u0000\u0080");
  }

  @Test
  void untouchedMapHasNoEdits() {
    HeaderMap map = HeaderMap.of("a", "1");
    map.markOriginal();

    assertThat(map.edited()).isFalse();
    assertThat(edits(map)).isEmpty();
  }

  @Test
  void editsAreTheLeastThatIsNeeded() {
    HeaderMap map = HeaderMap.of("a", "1", "b", "2", "c", "3", "set-cookie", "x");
    map.markOriginal();

    map.replace("a", "1");
    map.remove("b");
    map.replace("c", "4");
    map.add("set-cookie", "y");
    map.add("new", "5");

    assertThat(edits(map))
        .containsExactly("remove b", "set c=4", "append set-cookie=y", "set new=5");
  }

  @Test
  void slicesOfAMessageAreNotCopied() {
    byte[] message = "a1b2".getBytes(StandardCharsets.ISO_8859_1);
    HeaderMap map = HeaderMap.over(message);
    map.addSlice(0, 1, 1, 1);
    map.addSlice(2, 1, 3, 1);
    map.markOriginal();

    assertThat(map.arena()).isSameAs(message);
    map.replace("b", "other");

    assertThat(entries(map)).containsExactly("a=1", "b=other");
    assertThat(edits(map)).containsExactly("set b=other");
  }

  @Test
  void editsTurnTheOriginalIntoTheContent() {
    long seed = Long.getLong("weir.fuzz.seed", 20_261_121);
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      HeaderMap map = randomMap(random);
      map.markOriginal();
      HeaderMap copy = HeaderMap.of(flat(map));
      mutate(map, random);

      map.edits(applyTo(copy));

      assertThat(byName(copy)).as("seed %d, round %d", seed, round).isEqualTo(byName(map));
    }
  }

  @Test
  void knowsItsByteSizeAfterAnyEdits() {
    long seed = Long.getLong("weir.fuzz.seed", 20_261_121);
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      HeaderMap map = randomMap(random);
      map.markOriginal();
      int before = countBytes(map);
      mutate(map, random);

      assertThat(map.byteSize()).as("seed %d, round %d", seed, round).isEqualTo(countBytes(map));
      assertThat(map.originalByteSize()).as("round %d", round).isEqualTo(before);
    }
  }

  private static int countBytes(HeaderMap map) {
    return IntStream.range(0, map.size()).map(i -> map.nameLength(i) + map.valueLength(i)).sum();
  }

  private static void mutate(HeaderMap map, Random random) {
    for (int i = random.nextInt(6); i > 0; i--) {
      String name = NAMES[random.nextInt(NAMES.length)];
      String value = VALUES[random.nextInt(VALUES.length)];
      switch (random.nextInt(8)) {
        case 0, 1 -> map.add(name, value);
        case 2, 3, 4 -> map.replace(name, value);
        case 5, 6 -> map.remove(name);
        default -> map.assign(randomMap(random));
      }
    }
  }

  private static HeaderMap randomMap(Random random) {
    HeaderMap map = new HeaderMap();
    for (int i = random.nextInt(8); i > 0; i--) {
      map.add(NAMES[random.nextInt(NAMES.length)], VALUES[random.nextInt(VALUES.length)]);
    }
    return map;
  }

  /// What a proxy does with edits: only the order within a name is kept.
  private static List<List<String>> byName(HeaderMap map) {
    List<List<String>> values = new ArrayList<>();
    for (String name : NAMES) {
      values.add(entries(map).stream().filter(entry -> entry.startsWith(name + "=")).toList());
    }
    return values;
  }

  private static HeaderEdits applyTo(HeaderMap map) {
    return new HeaderEdits() {
      @Override
      public void remove(byte[] arena, int nameAt, int nameLength) {
        map.remove(arena, nameAt, nameLength);
      }

      @Override
      public void set(byte[] arena, int nameAt, int nameLength, int valueAt, int valueLength) {
        map.replace(arena, nameAt, nameLength, arena, valueAt, valueLength);
      }

      @Override
      public void append(byte[] arena, int nameAt, int nameLength, int valueAt, int valueLength) {
        map.add(arena, nameAt, nameLength, arena, valueAt, valueLength);
      }
    };
  }

  private static List<String> edits(HeaderMap map) {
    List<String> edits = new ArrayList<>();
    map.edits(
        new HeaderEdits() {
          @Override
          public void remove(byte[] arena, int nameAt, int nameLength) {
            edits.add("remove " + text(arena, nameAt, nameLength));
          }

          @Override
          public void set(byte[] arena, int nameAt, int nameLength, int valueAt, int length) {
            edits.add(
                "set " + text(arena, nameAt, nameLength) + "=" + text(arena, valueAt, length));
          }

          @Override
          public void append(byte[] arena, int nameAt, int nameLength, int valueAt, int length) {
            edits.add(
                "append " + text(arena, nameAt, nameLength) + "=" + text(arena, valueAt, length));
          }
        });
    return edits;
  }

  private static String text(byte[] bytes, int at, int length) {
    return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
  }

  private static List<String> entries(HeaderMap map) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      entries.add(map.name(i) + "=" + map.value(i));
    }
    return entries;
  }

  private static String[] flat(HeaderMap map) {
    List<String> flat = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      flat.add(map.name(i));
      flat.add(map.value(i));
    }
    return flat.toArray(String[]::new);
  }
}
