package dev.weir.model.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Mutated documents. To repeat a run: `-Dfuzz.seed=<the number that it printed>`; for a longer
/// one: `-Dfuzz.rounds=<number>`.
final class DocumentsFuzzTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 5_000);
  private static final int MAX_MUTATIONS = 8;

  /// What the reader treats in a special way, somewhere.
  private static final List<String> TOKENS =
      List.of(
          "---\n",
          "\n...\n",
          "%YAML 1.2\n",
          "&a ",
          "*a",
          "<<: *a\n",
          "!!int ",
          "!!binary ",
          "!x ",
          "- ",
          "? ",
          ": ",
          "{",
          "}",
          "[",
          "]",
          "|\n",
          ">-\n",
          "\"",
          "'",
          "#",
          "\t",
          "\r",
          "\0",
          "\\0",
          "\uFEFF",
          "\u2028",
          "null",
          "~",
          ".nan",
          "1e999",
          "-0",
          "0o17",
          "0x1F",
          "yes",
          "spec:\n",
          "  url: oci://x\n",
          "kind: Foo\n",
          "${A}",
          "\uD83D\uDE00",
          "99999999999999999999");

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void saysSomethingAboutWhateverItIsGiven() throws IOException {
    long seed = Long.getLong("fuzz.seed", 20_261_121);
    System.out.println("fuzz.seed=" + seed);
    Random random = new Random(seed);
    List<byte[]> samples = samples();
    Set<Class<?>> outcomes = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      byte[] mutated = mutate(samples.get(random.nextInt(samples.size())), random);
      try {
        for (Document document : Documents.parse("fuzz.yaml", mutated).documents()) {
          outcomes.add(document.getClass());
        }
      } catch (RuntimeException | StackOverflowError e) {
        fail("round %d: %s".formatted(round, new String(mutated, StandardCharsets.UTF_8)), e);
      }
    }
    assertThat(outcomes).containsExactlyInAnyOrder(Document.Valid.class, Document.Invalid.class);
  }

  private static List<byte[]> samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/Documents"))) {
      return files
          .filter(file -> file.toString().endsWith(".in.yaml"))
          .sorted()
          .map(DocumentsFuzzTest::read)
          .toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static byte[] mutate(byte[] sample, Random random) {
    byte[] mutated = sample;
    for (int i = random.nextInt(MAX_MUTATIONS); i >= 0; i--) {
      int from = random.nextInt(mutated.length + 1);
      int to = Math.min(mutated.length, from + random.nextInt(24));
      mutated =
          switch (random.nextInt(6)) {
            case 0 -> splice(mutated, from, to, new byte[0]);
            case 1 -> splice(mutated, from, from, Arrays.copyOfRange(mutated, from, to));
            case 2 -> splice(mutated, from, from, new byte[] {(byte) random.nextInt()});
            case 3 -> splice(mutated, from, to, token(random));
            case 4 -> Arrays.copyOf(mutated, from);
            default -> splice(mutated, from, from, token(random));
          };
    }
    return mutated;
  }

  private static byte[] token(Random random) {
    String token = TOKENS.get(random.nextInt(TOKENS.size()));
    return token.repeat(1 + random.nextInt(3)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] replacement) {
    byte[] result = Arrays.copyOf(bytes, from + replacement.length + bytes.length - to);
    System.arraycopy(replacement, 0, result, from, replacement.length);
    System.arraycopy(bytes, to, result, from + replacement.length, bytes.length - to);
    return result;
  }
}
