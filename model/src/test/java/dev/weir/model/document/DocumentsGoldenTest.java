package dev.weir.model.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a file means, or what is wrong with it: one `<case>.in.yaml` and one `<case>.out.txt` each.
/// `-Dgolden=update` writes the latter.
final class DocumentsGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/Documents");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".in.yaml"))
          .map(name -> name.substring(0, name.indexOf('.')))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void meansWhatStandsBesideIt(String name) throws IOException {
    byte[] yaml = Files.readAllBytes(CASES.resolve(name + ".in.yaml"));
    Path expected = CASES.resolve(name + ".out.txt");

    String actual =
        Documents.parse("/etc/weir/" + name + ".yaml", yaml).documents().stream()
            .map(DocumentsGoldenTest::render)
            .collect(Collectors.joining("\n"));

    if (System.getProperty("golden", "").equals("update")) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected, StandardCharsets.UTF_8));
  }

  private static String render(Document document) {
    StringBuilder text = new StringBuilder();
    switch (document) {
      case Document.Valid(var resource, var digest, var source, var warnings) -> {
        text.append("valid %s in line %d\n".formatted(resource.key(), source.line()));
        text.append("digest ").append(digest).append('\n');
        warnings.forEach(warning -> text.append("warning ").append(warning).append('\n'));
        append(resource.getClass().getSimpleName(), resource, text);
      }
      case Document.Invalid(var source, var key, var problems) -> {
        String named = key.map(Object::toString).orElse("document");
        text.append("invalid %s in line %d\n".formatted(named, source.line()));
        problems.forEach(problem -> text.append("error ").append(problem).append('\n'));
      }
    }
    return text.toString();
  }

  /// One line per value that is not itself a record or a list.
  private static void append(String path, Object value, StringBuilder text) {
    switch (value) {
      case Optional<?> optional when optional.isPresent() -> append(path, optional.get(), text);
      case List<?> list when !list.isEmpty() -> {
        for (int i = 0; i < list.size(); i++) {
          append("%s[%d]".formatted(path, i), list.get(i), text);
        }
      }
      case Record node when node.getClass().getRecordComponents().length > 0 -> {
        for (RecordComponent component : node.getClass().getRecordComponents()) {
          append(path + "." + component.getName(), read(node, component), text);
        }
      }
      default -> text.append("  %s = %s\n".formatted(path, value));
    }
  }

  private static Object read(Record node, RecordComponent component) {
    try {
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(component.toString(), e);
    }
  }
}
