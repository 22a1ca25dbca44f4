package dev.weir.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/conformance.md` is written from the cases: `-Dgolden=update` does so.
final class ConformanceDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");
  private static final String HEAD =
      """
      # Conformance: what a module sees and causes

      Written from the cases in `cli/src/main/resources/dev/weir/cli/conformance`; run them with

      ```
      ./weir conformance proxy-wasm                   # in Weir
      ./weir conformance proxy-wasm --against envoy   # also in Weir's strict mode and in Envoy's own VM
      ./weir conformance proxy-wasm --random 100      # scripts nobody wrote for requests, as many for connections, strict mode against Envoy
      ```

      A case is a request, an answer of the upstream, and a script for the probe (`filters/probe/probe.c` describes
      its language). What follows is compared as text: the client's status, headers `<`, body `<<` and trailers
      `<t`; the same of the upstream with `>`; then each callback with its hostcalls and their statuses.

      Where Weir and Envoy differ, Weir's default harms no well-behaved module, and the reason is given. A plugin with
      `compatibility: Strict` behaves as Envoy does, but for the rows that say so.

      METADATA frames of HTTP/2 exist in Envoy only: ext_proc does not carry them, so `proxy_on_request_metadata` and
      `proxy_on_response_metadata` are never called in Weir. A module that exports them is taken; `placement: Proxy` runs
      it in Envoy.

      The callbacks for TCP connections are called for plugins with `type: NETWORK`; the last chapter has their cases.
      What is compared there: what the client received `<<`, and whether the proxy ended the connection first, `< end`
      or `< reset`; the same of the server with `>`; the probe's own calls; what an end awaited in vain, `missed`; then
      the callbacks. [connections.md](connections.md) says more about the differences.
      """;

  private static final String SEVERAL =
      """
      The plugins below run at the same time, each for the paths below its own name. A script's lines are requests
      to one plugin each, one after the other, or changes of its document. What is compared is the status of each
      answer, in the order in which they came, then the callbacks. A line with `until 200` is sent again until
      that is its answer: Envoy starts a VM that trapped no sooner than 1 to 1.5 s after it did so last.

      """;

  @Test
  void theDocumentSaysWhatTheCasesSay() throws IOException {
    String written = HEAD + chapters(Chapter.all("proxy-wasm"));
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(DOCUMENT, written);
    }

    assertThat(Files.readString(DOCUMENT)).isEqualTo(written);
  }

  @Test
  void namesOfCasesAreUnique() throws IOException {
    List<String> names =
        Chapter.all("proxy-wasm").stream()
            .flatMap(chapter -> chapter.cases().stream())
            .map(ConformanceCase::name)
            .toList();

    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(100);
  }

  private static String chapters(List<Chapter> chapters) {
    return chapters.stream().map(ConformanceDocumentTest::chapter).collect(Collectors.joining());
  }

  private static String chapter(Chapter chapter) {
    String rows =
        chapter.cases().stream().map(ConformanceDocumentTest::row).collect(Collectors.joining());
    return "\n## %s\n\n%s| case | script | in Weir | in Envoy's own VM |\n|---|---|---|---|\n%s"
        .formatted(chapter.title(), plugins(chapter), rows);
  }

  private static String plugins(Chapter chapter) {
    if (chapter.plugins().size() == 1) {
      return "";
    }
    String rows =
        chapter.plugins().stream()
            .map(plugin -> "| `%s` | `%s` |\n".formatted(plugin.name(), plugin.spec()))
            .collect(Collectors.joining());
    return SEVERAL + "| plugin | in its `spec` |\n|---|---|\n" + rows + "\n";
  }

  private static String row(ConformanceCase row) {
    String envoy =
        row.deviation()
            .map(deviation ->
                "%s<br>*%s%s*"
                    .formatted(
                        code(deviation.expected()),
                        deviation.why(),
                        deviation.strict().equals(deviation.expected())
                            ? ""
                            : "; not in strict mode either"))
            .orElse("the same");
    return "| %s | %s | %s | %s |\n"
        .formatted(row.name(), code(row.scenario().shown()), code(row.expected()), envoy);
  }

  private static String code(String text) {
    return text.lines()
        .map(line -> "`" + line.replace("|", "\\|") + "`")
        .collect(Collectors.joining("<br>"));
  }
}
