package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the documents name exists.
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

  /// `SomeClass`, alone or with what follows its name; at least two humps, so no plain word.
  private static final Pattern CLASS =
      Pattern.compile("([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:[.#(].*)?");

  /// A path in the checkout: a folder ends in a slash, a file has an ending.
  private static final Pattern PATH = Pattern.compile("(?:[\\w.-]+/)+(?:[\\w.-]+\\.\\w+)?");

  /// Words of the specifications and of the documents' own language that look like classes.
  private static final Set<String> NO_CLASSES =
      Set.of(
          "WasmPlugin",
          "EnvoyResources",
          "FilterChain",
          "HostStatus",
          "TypedStruct",
          "ExternalProcessor",
          "ExtensionWithMatcher",
          "SkipFilter",
          "ConfigMap",
          "PluginPhase");

  private static Set<String> files;

  @BeforeAll
  static void list() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      files =
          all.map(file -> ROOT.relativize(file).toString())
              .filter(file -> !file.contains("target/") && !file.startsWith(".git/"))
              .collect(Collectors.toSet());
    }
  }

  /// Those that lead through the code.
  static Stream<String> guides() {
    return Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")
        .filter(file -> Files.exists(ROOT.resolve(file)));
  }

  static Stream<String> documents() throws IOException {
    try (Stream<Path> others = Files.list(ROOT.resolve("docs"))) {
      List<String> all =
          others
              .map(file -> "docs/" + file.getFileName())
              .filter(file -> file.endsWith(".md"))
              .toList();
      return Stream.concat(guides(), all.stream().sorted());
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void namesClassesThatExist(String document) throws IOException {
    Set<String> classes =
        files.stream()
            .filter(file -> file.endsWith(".java"))
            .map(
                file -> file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length()))
            .collect(Collectors.toSet());

    assertThat(
            found(CODE, document)
                .flatMap(code -> CLASS.matcher(code).matches() ? Stream.of(code) : Stream.empty())
                .map(code -> code.split("[.#(]", 2)[0])
                .filter(name -> !NO_CLASSES.contains(name) && !classes.contains(name)))
        .as("classes in %s that do not exist", document)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void namesPathsThatExist(String document) throws IOException {
    assertThat(
            found(CODE, document)
                .filter(code -> PATH.matcher(code).matches())
                .map(code -> code.replaceFirst("/$", ""))
                .filter(code -> !code.startsWith("..") && !files.contains(code)))
        .as("paths in %s that do not exist", document)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksToFilesThatExist(String document) throws IOException {
    Path place = ROOT.resolve(document);

    assertThat(found(LINK, document).filter(link -> !link.contains("://")))
        .allSatisfy(link -> assertThat(place.resolveSibling(link)).exists());
  }

  @Test
  void theLauncherStandsAtTheTop() {
    assertThat(ROOT.resolve("weir")).isExecutable();
  }

  private static Stream<String> found(Pattern pattern, String document) throws IOException {
    String text = Files.readString(ROOT.resolve(document));
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList()
        .stream();
  }
}
