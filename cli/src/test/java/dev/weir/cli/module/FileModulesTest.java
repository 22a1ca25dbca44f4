package dev.weir.cli.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.Digest;
import dev.weir.xds.module.ModuleFacts;
import dev.weir.xds.module.ModuleFactsSource.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileModulesTest {
  private static final byte[] PLUGIN =
      module("proxy_abi_version_0_2_1", "proxy_on_request_headers", "proxy_on_log");

  @TempDir Path folder;
  @TempDir Path store;

  private FileModules modules;

  @BeforeEach
  void open() throws IOException {
    modules = new FileModules(ModuleStore.open(store));
  }

  @Test
  void tellsWhatAModuleSees() throws IOException {
    String url = write(PLUGIN);

    ModuleFacts facts = ((Answer.Found) modules.find(url, Optional.empty())).facts();

    assertThat(facts.digest()).isEqualTo(Digest.of(PLUGIN));
    assertThat(facts.callbacks())
        .containsExactlyInAnyOrder(ModuleFacts.Callback.REQUEST_HEADERS, ModuleFacts.Callback.LOG);
    assertThat(facts.file()).hasValueSatisfying(file -> assertThat(file).hasBinaryContent(PLUGIN));
  }

  @Test
  void fetchesWhatWasLookedAtAlthoughTheFileIsReplaced() throws IOException {
    String url = write(PLUGIN);
    modules.find(url, Optional.empty());
    write(module("proxy_abi_version_0_2_1"));

    assertThat(modules.fetch(url, Digest.of(PLUGIN).hex())).isEqualTo(PLUGIN);
  }

  @Test
  void fetchesFromTheFileWhatNobodyLookedAt() throws IOException {
    assertThat(modules.fetch(write(PLUGIN), Digest.of(PLUGIN).hex())).isEqualTo(PLUGIN);
  }

  @Test
  void neverFetchesOtherBytes() throws IOException {
    String url = write(PLUGIN);
    String other = "0".repeat(64);

    assertThatThrownBy(() -> modules.fetch(url, other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("SHA-256 " + Digest.of(PLUGIN))
        .hasMessageContaining("expected: " + other);
  }

  @Test
  void refusesAModuleThatIsNotThere() {
    assertThat(refusal("file:///nowhere/x.wasm"))
        .isEqualTo("file:///nowhere/x.wasm: no such file (expected: a WebAssembly module)");
  }

  @Test
  void refusesOtherSchemesOtherBytesAndModulesWithoutAbi() throws IOException {
    assertThat(refusal("oci://registry/x:1")).contains("expected: file://");
    assertThat(refusal(write("text".getBytes(StandardCharsets.UTF_8)))).contains("WebAssembly");
    assertThat(refusal(write(module("run")))).contains("proxy_abi_version_");
  }

  @Test
  void refusesAnotherDigestThanTheDocuments() throws IOException {
    String url = write(PLUGIN);
    Digest demanded = new Digest("0".repeat(64));

    assertThat(modules.find(url, Optional.of(demanded)))
        .isEqualTo(
            new Answer.Refused(
                "%s: SHA-256 %s (expected: %s)".formatted(url, Digest.of(PLUGIN), demanded)));
  }

  private String refusal(String url) {
    return ((Answer.Refused) modules.find(url, Optional.empty())).reason();
  }

  private String write(byte[] module) throws IOException {
    return "file://" + Files.write(folder.resolve("plugin.wasm"), module);
  }

  /// A module with one function without parameters and results, exported under these names.
  private static byte[] module(String... exports) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    entries.write(exports.length);
    for (String export : exports) {
      entries.write(export.length());
      entries.writeBytes(export.getBytes(StandardCharsets.UTF_8));
      entries.write(0);
      entries.write(0);
    }
    ByteArrayOutputStream module = new ByteArrayOutputStream();
    module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    module.writeBytes(new byte[] {1, 4, 1, 0x60, 0, 0}); // one type: () -> ()
    module.writeBytes(new byte[] {3, 2, 1, 0}); // one function of that type
    module.writeBytes(new byte[] {7, (byte) entries.size()});
    module.writeBytes(entries.toByteArray());
    module.writeBytes(new byte[] {10, 4, 1, 2, 0, 0x0b}); // its body: end
    return module.toByteArray();
  }
}
