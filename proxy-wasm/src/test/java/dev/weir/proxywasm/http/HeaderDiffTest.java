package dev.weir.proxywasm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeaderDiffTest {
  private static final String[] NAMES = {"a", "b", "cc", "dd"};

  /// What a proxy makes of the edits: values by name, and how many edits it took.
  private static final class Proxy implements HeaderEdits {
    private final Map<String, List<String>> headers;
    private final List<String> edits = new ArrayList<>();

    Proxy(HeaderMap original) {
      headers = values(original);
    }

    @Override
    public void remove(byte[] arena, int nameAt, int nameLength) {
      edits.add("remove " + text(arena, nameAt, nameLength));
      headers.remove(text(arena, nameAt, nameLength));
    }

    @Override
    public void set(byte[] arena, int nameAt, int nameLength, int valueAt, int valueLength) {
      edits.add("set " + text(arena, nameAt, nameLength));
      var values = new ArrayList<>(List.of(text(arena, valueAt, valueLength)));
      headers.put(text(arena, nameAt, nameLength), values);
    }

    @Override
    public void append(byte[] arena, int nameAt, int nameLength, int valueAt, int valueLength) {
      edits.add("append " + text(arena, nameAt, nameLength));
      headers
          .computeIfAbsent(text(arena, nameAt, nameLength), _ -> new ArrayList<>())
          .add(text(arena, valueAt, valueLength));
    }

    private static String text(byte[] arena, int at, int length) {
      return new String(arena, at, length, StandardCharsets.ISO_8859_1);
    }
  }

  private static Map<String, List<String>> values(HeaderMap map) {
    Map<String, List<String>> values = new TreeMap<>();
    for (int i = 0; i < map.size(); i++) {
      values.computeIfAbsent(map.name(i), _ -> new ArrayList<>()).add(map.value(i));
    }
    return values;
  }

  private static Proxy edited(HeaderMap map, Runnable edit) {
    map.markOriginal();
    var proxy = new Proxy(map);
    edit.run();
    map.edits(proxy);
    assertThat(proxy.headers).isEqualTo(values(map));
    return proxy;
  }

  @Test
  void setsAHeaderThatIsNewWithOneEdit() {
    HeaderMap map = HeaderMap.of("a", "1", "b", "2");

    assertThat(edited(map, () -> map.replace("x", "3")).edits).containsExactly("set x");
  }

  @Test
  void tellsNothingOfAValueWrittenAgain() {
    HeaderMap map = HeaderMap.of("a", "1", "b", "2");

    assertThat(edited(map, () -> map.replace("a", "1")).edits).isEmpty();
  }

  @Test
  void writesAllValuesOfANameThatLostOne() {
    HeaderMap map = HeaderMap.of("a", "1", "b", "2", "a", "3");

    assertThat(edited(map, () -> map.replace("a", "1")).edits).containsExactly("set a");
  }

  @Test
  void appendsBehindWhatIsThere() {
    HeaderMap map = HeaderMap.of("a", "1", "b", "2");

    assertThat(edited(map, () -> map.add("a", "3")).edits).containsExactly("append a");
  }

  @Test
  void bringsAnyOriginalToAnyContent() {
    long seed = Long.getLong("weir.fuzz.seed", 20_261_121);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      HeaderMap map = new HeaderMap();
      change(map, random, 6);
      map.markOriginal();
      var proxy = new Proxy(map);
      change(map, random, 4);
      map.edits(proxy);
      assertThat(proxy.headers).as("round %d, seed %d", i, seed).isEqualTo(values(map));
    }
  }

  private static void change(HeaderMap map, SplittableRandom random, int most) {
    for (int left = random.nextInt(most + 1); left > 0; left--) {
      String name = NAMES[random.nextInt(NAMES.length)];
      String value = Integer.toString(random.nextInt(2));
      switch (random.nextInt(8)) {
        case 0, 1 -> map.replace(name, value);
        case 2 -> map.remove(name);
        case 3 -> map.assign(HeaderMap.of(name, value, "a", "1", "b", "0"));
        default -> map.add(name, value);
      }
    }
  }
}
