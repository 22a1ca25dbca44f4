package dev.weir.xds.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Cases in `src/test/resources/<class>`: an `.in.yaml` each, and what must come out of it in an
/// `.out.txt`. `-Dgolden=update` writes the latter.
public final class Golden {
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
  private static final String IN = ".in.yaml";

  private Golden() {}

  /// The names of the cases of a class.
  public static List<String> cases(Class<?> tested) {
    try (Stream<Path> files = Files.list(folder(tested))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(IN))
          .map(name -> name.substring(0, name.length() - IN.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The input of a case.
  public static String in(Class<?> tested, String name) {
    return read(folder(tested).resolve(name + IN));
  }

  /// Holds `actual` against what is recorded.
  public static void check(Class<?> tested, String name, String actual) {
    Path recorded = folder(tested).resolve(name + ".out.txt");
    if (UPDATE) {
      write(recorded, actual);
    }
    assertThat(actual).as("%s (-Dgolden=update writes it)", recorded).isEqualTo(read(recorded));
  }

  private static Path folder(Class<?> tested) {
    return Path.of("src/test/resources", tested.getSimpleName());
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
