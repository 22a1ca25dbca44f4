package dev.weir.cli.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleStoreTest {
  private static final byte[] MODULE = "module".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digest.of(MODULE);

  @TempDir Path folder;

  private ModuleStore store;

  @BeforeEach
  void open() throws IOException {
    store = ModuleStore.open(folder.resolve("modules"));
  }

  @Test
  void keepsWhatItWasGiven() throws IOException {
    store.put(DIGEST, MODULE);
    store.put(DIGEST, MODULE);

    assertThat(store.find(DIGEST)).hasValue(MODULE);
    assertThat(store.file(DIGEST)).hasBinaryContent(MODULE);
  }

  @Test
  void isEmptyForWhatItWasNotGiven() throws IOException {
    assertThat(store.find(DIGEST)).isEmpty();
  }

  @Test
  void forgetsADamagedFile() throws IOException {
    store.put(DIGEST, MODULE);
    Files.writeString(store.file(DIGEST), "other");

    assertThat(store.find(DIGEST)).isEmpty();
    store.put(DIGEST, MODULE);
    assertThat(store.find(DIGEST)).hasValue(MODULE);
  }

  @Test
  void dropsWhatWasNotUsedForLong() throws IOException {
    store.put(DIGEST, MODULE);
    Files.setLastModifiedTime(
        store.file(DIGEST), FileTime.from(Instant.now().minus(Duration.ofDays(31))));

    ModuleStore reopened = ModuleStore.open(folder.resolve("modules"));

    assertThat(reopened.find(DIGEST)).isEmpty();
  }
}
