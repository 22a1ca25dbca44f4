package dev.weir.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.yaml.YamlDocument.Broken;
import dev.weir.model.yaml.YamlDocument.Fault;
import dev.weir.model.yaml.YamlDocument.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlFileTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: 1            | {"a":1}
          a: -0           | {"a":0}
          a: 0x1F         | {"a":31}
          a: 0o17         | {"a":15}
          a: 1e3          | {"a":1000.0}
          a: .5           | {"a":0.5}
          a: True         | {"a":true}
          a: yes          | {"a":"yes"}
          a: "1"          | {"a":"1"}
          a: !!str 1      | {"a":"1"}
          a: ~            | {"a":null}
          a:              | {"a":null}
          a: 2024-01-01   | {"a":"2024-01-01"}
          1: true         | {"1":true}
          on: 1           | {"on":1}
          a: 123456789012345678901234567890 | {"a":123456789012345678901234567890}
          """)
  void readsScalarsByTheCoreSchema(String yaml, String json) {
    assertThat(trees(yaml)).containsExactly(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "Off", "0644"})
  void notesWhatOlderReadersTakeForSomethingElse(String scalar) {
    Tree tree = (Tree) read("a:\n- " + scalar).getFirst();

    assertThat(tree.notes()).hasSize(1);
    assertThat(tree.notes().getFirst()).extracting(Fault::line, Fault::path).contains(2, "a[0]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: 1\n---\nb: 2\n", "a: 1\r\n---\r\nb: 2", "a: 1\r---\rb: 2"})
  void splitsDocumentsAtAnyLineBreak(String yaml) {
    assertThat(trees(yaml)).containsExactly("{\"a\":1}", "{\"b\":2}");
  }

  @Test
  void readsACharacterOfTwoHalvesWhereverItStands() {
    for (int length = 1_000; length < 1_050; length++) {
      String text = "x".repeat(length) + "\uD83D\uDE00";
      assertThat(trees("a: " + text)).containsExactly("{\"a\":\"" + text + "\"}");
      assertThat(trees("#" + text + "\uD83D\uDE00\na: 1")).containsExactly("{\"a\":1}");
    }
  }

  @Test
  void keepsDirectivesAndCommentsWithTheDocumentAfterThem() {
    assertThat(trees("# c\n%YAML 1.2\n---\na: 1\n...\n# c\n%YAML 1.2\n---\nb: 2\n"))
        .containsExactly("{\"a\":1}", "{\"b\":2}");
  }

  @Test
  void passesOverEmptyDocumentsAndAByteOrderMark() {
    assertThat(trees("\uFEFF---\n---\na: 1\n---\n# nothing\n---\n")).containsExactly("{\"a\":1}");
    assertThat(read("")).isEmpty();
  }

  @Test
  void knowsTheLineOfEveryField() {
    Tree tree = (Tree) read("---\na:\n  b.c:\n    - 1\n    -\n      d: 2\n").getFirst();

    assertThat(tree.places().lineOf("a")).isEqualTo(2);
    assertThat(tree.places().lineOf("a['b.c']")).isEqualTo(3);
    assertThat(tree.places().lineOf("a['b.c'][1].d")).isEqualTo(6);
    assertThat(tree.places().lineOf("a['b.c'][7].x")).isEqualTo(3);
    assertThat(tree.places().lineOf("elsewhere")).isEqualTo(2);
  }

  @Test
  void expandsAliases() {
    assertThat(trees("a: &x {b: [1]}\nc: *x\n"))
        .containsExactly("{\"a\":{\"b\":[1]},\"c\":{\"b\":[1]}}");
  }

  @Test
  void refusesAliasesThatGrowBeyondEveryFile() {
    String laughs =
        IntStream.range(1, 30)
            .mapToObj(i -> "a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1))
            .collect(Collectors.joining("", "a0: &a0 [x]\n", ""));

    assertThat(fault(laughs)).contains("limit: 250000 values a file");
  }

  @Test
  void refusesAliasesThatNestDeeperThanTheirText() {
    String nest = "a: &a " + "[".repeat(60) + "]".repeat(60) + "\n";

    assertThat(fault(nest + "b: " + "[".repeat(60) + "*a" + "]".repeat(60)))
        .contains("limit: 100 levels");
  }

  @Test
  void refusesWhatIsTooLarge() {
    assertThat(fault("a".repeat(YamlBounds.MAX_FILE_BYTES + 1))).contains("limit: 4194304 bytes");
    assertThat(fault("a: 1\n---\n".repeat(1_001))).contains("limit: 1000 documents a file");
    assertThat(fault("[".repeat(YamlBounds.MAX_FILE_BYTES))).contains("limit: 100 levels");
    assertThat(fault("[" + "1,".repeat(300_000) + "]")).contains("limit: 250000 values a file");
    assertThat(fault("a: " + "1".repeat(65))).contains("limit: 64 digits a number");
  }

  @Test
  void refusesWhatIsNoText() {
    byte[] latin1 = "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(YamlFile.read(latin1).toString()).contains("expected: UTF-8");
    assertThat(fault("a: 1\nb: \u0001")).contains("line=2").contains("U+0001");
  }

  @Test
  void readsOtherDocumentsBesideABrokenOne() {
    assertThat(trees("a: 1\n---\nb: [\n---\nc: 3\n")).containsExactly("{\"a\":1}", "{\"c\":3}");
  }

  @Test
  void saysNothingOfTheTextAroundASyntaxError() {
    assertThat(fault("token: s3cret\nb: 'x\n")).doesNotContain("s3cret");
  }

  private static List<YamlDocument> read(String yaml) {
    return YamlFile.read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> trees(String yaml) {
    return read(yaml).stream()
        .filter(Tree.class::isInstance)
        .map(document -> ((Tree) document).content().toString())
        .toList();
  }

  private static String fault(String yaml) {
    Broken broken = (Broken) read(yaml).getLast();
    return broken.faults().toString();
  }
}
