package dev.weir.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Each reading is told by the modules' URLs in it, which the test uses as content.
@Timeout(30)
class FolderWatcherTest {
  private static final long PROMISED_MILLIS = 1_000;

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private final LinkedBlockingQueue<List<String>> readings = new LinkedBlockingQueue<>();
  private FolderWatcher watcher;

  @BeforeEach
  void watch() throws IOException {
    write(folder.resolve("a.yaml"), "a", elsewhere.resolve("one.wasm"));
    ResourceFolder documents = new ResourceFolder(folder, new Variables(Map.of()));
    watcher = FolderWatcher.start(documents, this::accept);
  }

  @AfterEach
  void close() {
    watcher.close();
  }

  @Test
  void readsOnceAtTheStart() throws InterruptedException {
    assertThat(next()).containsExactly("a one.wasm");
  }

  @Test
  void seesAnEditAnAdditionAndARemoval() throws Exception {
    next();

    write(folder.resolve("a.yaml"), "a", elsewhere.resolve("two.wasm"));
    assertThat(next()).containsExactly("a two.wasm");
    write(folder.resolve("b.yml"), "b", elsewhere.resolve("one.wasm"));
    assertThat(next()).containsExactly("a two.wasm", "b one.wasm");
    Files.delete(folder.resolve("a.yaml"));
    assertThat(next()).containsExactly("b one.wasm");
  }

  @Test
  void seesAModuleReplacedOutsideTheFolder() throws Exception {
    next();

    Files.writeString(elsewhere.resolve("one.wasm"), "first");
    assertThat(next()).containsExactly("a one.wasm");
    Path other = Files.writeString(elsewhere.resolve("other"), "secnd");
    Files.move(other, elsewhere.resolve("one.wasm"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(next()).containsExactly("a one.wasm");
  }

  @Test
  void neverSeesTheFileMissingWhileAnEditorReplacesIt() throws Exception {
    next();
    Path file = folder.resolve("a.yaml");

    for (int save = 0; save < 10; save++) {
      Files.move(file, folder.resolve("a.yaml~"), StandardCopyOption.REPLACE_EXISTING);
      write(file, "a", elsewhere.resolve(save + ".wasm"));
      assertThat(next()).containsExactly("a " + save + ".wasm");
    }
  }

  @Test
  void followsTheLinksOfAMountedConfigMap() throws Exception {
    next();
    Path first = Files.createDirectory(folder.resolve("..2026_1"));
    Path second = Files.createDirectory(folder.resolve("..2026_2"));
    write(first.resolve("c.yaml"), "c", elsewhere.resolve("one.wasm"));
    write(second.resolve("c.yaml"), "c", elsewhere.resolve("two.wasm"));
    Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Files.createSymbolicLink(folder.resolve("c.yaml"), Path.of("..data", "c.yaml"));
    assertThat(next()).containsExactly("a one.wasm", "c one.wasm");

    Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
    Files.move(
        folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(next()).containsExactly("a one.wasm", "c two.wasm");
  }

  @Test
  void endsWithTheLastOfManyQuickWrites() throws Exception {
    next();
    Path file = folder.resolve("a.yaml");

    for (int i : IntStream.range(0, 200).toArray()) {
      write(file, "a", elsewhere.resolve(i + ".wasm"));
    }

    List<String> last = next();
    while (!last.equals(List.of("a 199.wasm"))) {
      last = next();
    }
  }

  @Test
  void keepsWhatItReadWhenTheFolderIsGone() throws Exception {
    next();
    Path moved = elsewhere.resolve("moved");

    Files.move(folder, moved);
    Files.move(moved, folder);
    write(folder.resolve("a.yaml"), "a", elsewhere.resolve("two.wasm"));

    assertThat(next()).containsExactly("a two.wasm");
  }

  @Test
  void callsAgainAfterAReceiverThatFailed() throws Exception {
    next();

    write(folder.resolve("a.yaml"), "a", elsewhere.resolve("fail.wasm"));
    next();
    write(folder.resolve("a.yaml"), "a", elsewhere.resolve("two.wasm"));

    assertThat(next()).containsExactly("a two.wasm");
  }

  private void accept(List<Document> documents) {
    List<String> reading = documents.stream().map(FolderWatcherTest::text).toList();
    readings.add(reading);
    if (reading.equals(List.of("a fail.wasm"))) {
      throw new IllegalStateException("as the test wants");
    }
  }

  private List<String> next() throws InterruptedException {
    List<String> reading = readings.poll(PROMISED_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(reading).as("a reading within a second").isNotNull();
    return reading;
  }

  private static String text(Document document) {
    if (document instanceof Document.Valid valid
        && valid.resource() instanceof dev.weir.model.WasmPlugin plugin) {
      String url = plugin.module().url();
      return plugin.key().name() + url.substring(url.lastIndexOf('/')).replace('/', ' ');
    }
    return "invalid";
  }

  private static void write(Path file, String name, Path module) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: weir.dev/v1alpha1
        kind: WasmPlugin
        metadata: {name: %s}
        spec: {url: "file://%s"}
        """
            .formatted(name, module));
  }
}
