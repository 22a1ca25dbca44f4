package dev.weir.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class InspectCommandTest {
  /// `\0asm`, version 1.
  private static final byte[] EMPTY_MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private static final String PRODUCERS = "\1\10language\1\2Go\7go1.2.3";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  @Test
  void saysWhyAModuleIsNoPlugin() throws IOException {
    run(module(EMPTY_MODULE), "-o", "text");

    assertThat(out.toString())
        .contains("size             8 bytes", "ABI              none: ", "memory           none");
  }

  @Test
  void tellsTheLanguageFromTheProducersSection() throws IOException {
    byte[] content = ("\11producers" + PRODUCERS).getBytes(StandardCharsets.ISO_8859_1);
    byte[] module = new byte[EMPTY_MODULE.length + 2 + content.length];
    System.arraycopy(EMPTY_MODULE, 0, module, 0, EMPTY_MODULE.length);
    module[EMPTY_MODULE.length + 1] = (byte) content.length;
    System.arraycopy(content, 0, module, EMPTY_MODULE.length + 2, content.length);

    run(module(module), "-o", "json");

    assertThat(out.toString()).contains("\"language\" : \"Go go1.2.3 (as its tools say)\"");
    assertThat(Producers.read(Arrays.copyOf(module, module.length - 3)))
        .isEqualTo(Producers.UNKNOWN);
  }

  private Path module(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("module.wasm"), bytes);
  }

  private void run(Path module, String... options) {
    int exitCode =
        new CommandLine(new InspectCommand())
            .setOut(new PrintWriter(out, true))
            .execute(
                Stream.concat(Stream.of(options), Stream.of(module.toString()))
                    .toArray(String[]::new));
    assertThat(exitCode).isZero();
  }
}
