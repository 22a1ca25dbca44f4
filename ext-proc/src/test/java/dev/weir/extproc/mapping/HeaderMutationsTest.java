package dev.weir.extproc.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.answer.SetHeader;
import dev.weir.extproc.answer.SetHeader.Placing;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.http.HeaderMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeaderMutationsTest {
  private final List<Drops.Reason> drops = new ArrayList<>();
  private final HeaderMap map =
      HeaderMap.of(":path", "/", "host", "a", "cookie", "1", "cookie", "2", "content-length", "5");

  HeaderMutationsTest() {
    map.markOriginal();
  }

  private HeaderMutation mutation() {
    return HeaderMutations.of(map, drops::add);
  }

  private static SetHeader set(String name, String value, Placing placing) {
    return new SetHeader(Slice.utf8(name), Slice.utf8(value), placing);
  }

  @Test
  void saysNothingOfWhatIsUnchanged() {
    assertThat(mutation()).isEqualTo(HeaderMutation.NONE);
  }

  @Test
  void saysOnlyWhatChanged() {
    map.replace(":path", "/other");
    map.remove("cookie");
    map.add("x-new", "1");

    assertThat(mutation().removals()).containsExactly(Slice.utf8("cookie"));
    assertThat(mutation().sets())
        .containsExactly(
            set(":path", "/other", Placing.OVERWRITE), set("x-new", "1", Placing.OVERWRITE));
  }

  @Test
  void appendsAFurtherValueBehindThoseThatStay() {
    map.add("cookie", "3");

    assertThat(mutation().sets()).containsExactly(set("cookie", "3", Placing.APPEND));
  }

  @Test
  void writesAllValuesOfANameAnewWhenOneGoes() {
    map.remove("cookie");
    map.add("cookie", "2");
    map.add("cookie", "4");

    assertThat(mutation().sets())
        .containsExactly(set("cookie", "2", Placing.OVERWRITE), set("cookie", "4", Placing.APPEND));
  }

  @Test
  void keepsBytesThatAreNoText() {
    byte[] value = {(byte) 0xff, 1, (byte) 0x80};
    byte[] name = "x-bytes".getBytes(StandardCharsets.US_ASCII);
    map.add(name, 0, name.length, value, 0, value.length);

    assertThat(mutation().sets().getFirst().value()).isEqualTo(Slice.of(value));
  }

  @Test
  void leavesOutWhatWouldFailTheRequest() {
    map.add("bad name", "1");
    map.add("x-split", "a\r\nb");
    map.remove("host");
    map.remove(":path");

    assertThat(mutation()).isEqualTo(HeaderMutation.NONE);
    assertThat(drops)
        .containsOnly(
            Drops.Reason.ILLEGAL_NAME, Drops.Reason.ILLEGAL_VALUE, Drops.Reason.NOT_REMOVABLE);
  }

  @Test
  void refusesAStatusThatEndsNothing() {
    HeaderMap response = HeaderMap.of(":status", "200");
    response.markOriginal();
    response.replace(":status", "99");

    assertThat(HeaderMutations.of(response, drops::add)).isEqualTo(HeaderMutation.NONE);
    assertThat(drops).containsExactly(Drops.Reason.ILLEGAL_STATUS);
  }

  @Test
  void takesNoContentLengthFromAPlugin() {
    map.replace("content-length", "7");

    assertThat(mutation()).isEqualTo(HeaderMutation.NONE);
  }

  @Test
  void setsTheContentLengthThatIsRight() {
    map.replace("content-length", "7");

    assertThat(HeaderMutations.withContentLength(map, 9, drops::add).sets())
        .containsExactly(set("content-length", "9", Placing.OVERWRITE));
  }

  @Test
  void removesAContentLengthThatNobodyKnows() {
    assertThat(HeaderMutations.withoutContentLength(map, drops::add).removals())
        .containsExactly(Slice.utf8("content-length"));
  }

  @Test
  void leavesOutWhatIsBeyondAHundredHeaders() {
    for (int i = 0; i < 120; i++) {
      map.add("x-" + i, "1");
    }

    assertThat(mutation().sets()).hasSize(95);
    assertThat(drops).hasSize(25).containsOnly(Drops.Reason.TOO_MUCH);
  }

  @Test
  void leavesRoomForWhatTheProxyKeeps() {
    map.clear();
    for (int i = 0; i < 150; i++) {
      map.add("x-" + i, "1");
    }

    assertThat(mutation().sets()).hasSize(97); // and :path, host, content-length
  }

  @Test
  void leavesOutWhatIsBeyondSixtyKibibytes() {
    map.replace("x-small", "1");
    map.replace("x-large", "1".repeat(61 << 10));

    assertThat(mutation().sets()).containsExactly(set("x-small", "1", Placing.OVERWRITE));
    assertThat(drops).containsExactly(Drops.Reason.TOO_MUCH);
  }

  @Test
  void takesHeadersThatWereLargeFromTheBeginning() {
    map.replace("cookie", "1".repeat(61 << 10));
    map.markOriginal();
    map.replace(":path", "/a");

    assertThat(mutation().sets()).containsExactly(set(":path", "/a", Placing.OVERWRITE));
    assertThat(drops).isEmpty();
  }

  @Test
  void makesRoomForTheContentLengthFirst() {
    for (int i = 0; i < 120; i++) {
      map.add("x-" + i, "1");
    }

    assertThat(HeaderMutations.withContentLength(map, 9, drops::add).sets())
        .contains(set("content-length", "9", Placing.OVERWRITE));
  }

  /// A plugin may write so many; the lane must not stand still for it.
  @Test
  @Timeout(5)
  void looksAtNoMoreAddedHeadersThanAnyProxyTakes() {
    for (int i = 0; i < 100_000; i++) {
      map.add("x" + i, "");
    }

    HeaderMutation mutation = mutation();

    assertThat(mutation.sets()).hasSize(95).contains(set("x94", "", Placing.OVERWRITE));
    assertThat(drops).hasSize(99_905).containsOnly(Drops.Reason.TOO_MUCH);
  }

  @Test
  @Timeout(5)
  void takesTheFirstHeadersOfALocalResponseThatHasFarTooMany() {
    HeaderMap response = HeaderMap.of("x-a", "1", "x-a", "2");
    for (int i = 0; i < 100_000; i++) {
      response.add("x" + i, "");
    }

    HeaderMutation all = HeaderMutations.all(response, drops::add);

    assertThat(all.sets())
        .hasSize(100)
        .startsWith(
            set("x-a", "1", Placing.OVERWRITE),
            set("x-a", "2", Placing.APPEND),
            set("x0", "", Placing.OVERWRITE));
  }

  @Test
  void takesNoTransferEncodingFromAPlugin() {
    map.replace("Transfer-Encoding", "chunked");

    assertThat(mutation()).isEqualTo(HeaderMutation.NONE);
    assertThat(drops).containsExactly(Drops.Reason.FRAMING);
  }
}
