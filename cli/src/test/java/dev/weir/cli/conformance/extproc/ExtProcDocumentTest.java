package dev.weir.cli.conformance.extproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.weir.cli.conformance.probe.Message;
import dev.weir.cli.conformance.probe.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/conformance-ext-proc.md` is written from the cases: `-Dgolden=update` does so.
final class ExtProcDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "conformance-ext-proc.md");

  /// Some scripts are long because a header is.
  private static final int MAX_SCRIPT = 400;

  @Test
  void theDocumentSaysWhatTheCasesSay() throws IOException {
    String written = document();
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(DOCUMENT, written);
    }

    assertThat(Files.readString(DOCUMENT)).isEqualTo(written);
  }

  @Test
  void namesOfCasesAreUnique() throws IOException {
    List<String> names = cases().stream().map(ExtProcCase::name).toList();

    assertThat(names).doesNotHaveDuplicates().isNotEmpty();
  }

  @Test
  void everyModeOfACaseExists() throws IOException {
    Modes modes = Modes.read();
    for (ExtProcCase row : cases()) {
      assertThatCode(() -> row.expected().keySet().forEach(modes::expand))
          .as(row.name())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everyModeHasACase() throws IOException {
    Modes modes = Modes.read();

    assertThat(cases().stream().flatMap(row -> row.expected().keySet().stream()))
        .flatExtracting(names -> modes.expand(names).stream().map(Mode::name).toList())
        .containsAll(modes.all().stream().map(Mode::name).toList());
  }

  private static List<ExtProcCase> cases() throws IOException {
    return ExtProcChapter.all().stream().flatMap(chapter -> chapter.cases().stream()).toList();
  }

  private static String document() throws IOException {
    String modes =
        Modes.read().all().stream()
            .map(mode -> "| `%s` | %s |\n".formatted(mode.name(), mode.says()))
            .collect(Collectors.joining());
    return Files.readString(Path.of("src/test/resources/ExtProcDocumentTest/head.md"))
        + "\n## Modes\n\n| mode | how Envoy is set up |\n|---|---|\n"
        + modes
        + ExtProcChapter.all().stream()
            .map(ExtProcDocumentTest::chapter)
            .collect(Collectors.joining());
  }

  private static String chapter(ExtProcChapter chapter) {
    String rows =
        chapter.cases().stream().map(ExtProcDocumentTest::row).collect(Collectors.joining());
    return "\n## %s\n\n| case | exchange and script | modes | outcome |\n|---|---|---|---|\n%s"
        .formatted(chapter.title(), rows);
  }

  private static String row(ExtProcCase row) {
    StringBuilder text = new StringBuilder();
    String head = row.name();
    String exchange = exchange(row);
    for (var expected : row.expected().entrySet()) {
      text.append(
          "| %s | %s | %s | %s |\n"
              .formatted(head, exchange, expected.getKey(), code(expected.getValue().strip())));
      head = "";
      exchange = "";
    }
    return text.toString();
  }

  private static String exchange(ExtProcCase row) {
    StringBuilder text = new StringBuilder(row.request().method() + " " + row.request().path());
    text.append(pieces(row.request()));
    row.request().then().forEach(piece -> text.append(", ").append(piece(piece)));
    if (row.resets() > 0) {
      text.append("\n%d times before that, and reset".formatted(row.resets()));
    }
    row.answers()
        .forEach(answer ->
            text.append("\n")
                .append(answer.status())
                .append(answer.start() == Message.Start.AFTER_STALL ? ", late to read" : "")
                .append(pieces(answer)));
    if (!row.script().isEmpty()) {
      text.append("\n").append(shortened(row.script()));
    }
    if (!row.second().isEmpty()) {
      text.append("\nthe second: ").append(row.second());
    }
    return code(text.toString());
  }

  private static String shortened(String script) {
    return script.length() <= MAX_SCRIPT ? script : script.substring(0, MAX_SCRIPT) + "…";
  }

  private static String pieces(Message message) {
    StringBuilder text = new StringBuilder();
    message
        .headers()
        .forEach(field -> text.append(", %s: %s".formatted(field.name(), field.value())));
    message.chunks().forEach(piece -> text.append(", ").append(piece(piece)));
    message
        .trailers()
        .forEach(field -> text.append(", trailer %s: %s".formatted(field.name(), field.value())));
    return text.toString();
  }

  private static String piece(Piece piece) {
    return switch (piece) {
      case Piece.Chunk(String text) when text.length() > 40 -> text.length() + " bytes";
      case Piece.Chunk(String text) -> "'" + text + "'";
      case Piece.Await(String event) -> "awaits '" + event + "'";
      case Piece.Pause() -> "reads no more";
      case Piece.Resume() -> "reads again";
      case Piece.Reset() -> "resets";
    };
  }

  private static String code(String text) {
    return text.lines()
        .map(line -> "`" + line.replace("|", "\\|") + "`")
        .collect(Collectors.joining("<br>"));
  }
}
