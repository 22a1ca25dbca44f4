package dev.weir.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class InspectCommandTest {
  /// `\0asm`, version 1.
  private static final byte[] EMPTY_MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private static final String PRODUCERS = "\1\10language\1\2Go\7go1.2.3";

  private static final Path FILTERS = Path.of("../filters");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  @Test
  void saysWhyAModuleIsNoPlugin() throws IOException {
    run(module(EMPTY_MODULE), "-o", "text");

    assertThat(out.toString())
        .contains(
            "size             8 bytes",
            "ABI              none",
            "runs here        no: module: no proxy-wasm ABI marker",
            "memory           none");
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

  @ParameterizedTest
  @CsvSource({
    "headers/headers.wasm, not known, not known",
    "api-key/api-key.wasm, Go go, not known",
    "probe/probe.wasm, not known, not known",
    "toolchains/rust/rust.wasm, Rust, proxy-wasm-rust-sdk 0.2.",
    "toolchains/assemblyscript-gcore/assemblyscript-gcore.wasm, AssemblyScript, @gcoredev",
    "toolchains/assemblyscript-solo/assemblyscript-solo.wasm, AssemblyScript, @solo-io"
  })
  void knowsRealFilters(String filter, String language, String sdk) {
    run(FILTERS.resolve(filter));

    assertThat(out.toString())
        .contains("ABI              proxy-wasm 0.2.", "runs here        yes")
        .contains("language         " + language, "SDK              " + sdk)
        .contains("proxy_on_request_headers: function (i32, i32, i32) -> (i32)");
  }

  @Test
  void saysWhatExtProcIsAskedFor() {
    run(FILTERS.resolve("headers/headers.wasm"));

    assertThat(out.toString())
        .contains("request headers: SEND", "request body: NONE", "response headers: SEND")
        .contains("attributes       none");
  }

  @Test
  void listsTheCapabilitiesThatSufficeReadyToPaste() {
    run(FILTERS.resolve("headers/headers.wasm"));
    String text = out.toString();
    JsonNode yaml = new YAMLMapper().readTree(text.substring(text.indexOf("# all that it needs")));

    List<String> names = yaml.get("capabilities").valueStream().map(JsonNode::asString).toList();
    assertThat(names)
        .contains("proxy_log", "proxy_on_request_headers", "proxy_on_configure")
        .doesNotContain("proxy_on_memory_allocate", "malloc", "_initialize");
  }

  @Test
  void printsAllOfItAsJson() {
    run(FILTERS.resolve("probe/probe.wasm"), "--output", "json");
    JsonNode json = new JsonMapper().readTree(out.toString());

    assertThat(json.at("/abi/runs").asString()).isEqualTo("yes");
    assertThat(json.at("/abi/capabilities").valueStream().map(JsonNode::asString))
        .contains("proxy_get_property");
    assertThat(json.at("/extProc/phases/1").asString())
        .isEqualTo("request body: FULL_DUPLEX_STREAMED");
    assertThat(json.at("/extProc/requestAttributes").size()).isPositive();
    assertThat(json.at("/functions/imports/0").asString()).startsWith("env.proxy_");
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
