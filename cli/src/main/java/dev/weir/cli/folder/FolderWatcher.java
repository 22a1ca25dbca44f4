package dev.weir.cli.folder;

import dev.weir.model.document.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a folder again whenever a document or a module that one names was changed, added, removed
/// or replaced, and hands over the whole of it.
///
/// It asks the file system ten times a second instead of waiting for `java.nio`'s events: those
/// come up to seconds late on macOS, and not at all for the target of a link, for a mounted folder
/// or for a module elsewhere. A scan costs one `stat` per file.
///
/// One thread does all of it and calls the receiver.
public final class FolderWatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FolderWatcher.class);
  private static final Duration SCAN_EVERY = Duration.ofMillis(100);

  /// A file that did not change for this long is taken as written to its end. Longer than the grain
  /// of the file system's clock (up to 10 ms), so that a later write is never missed.
  private static final Duration QUIET = Duration.ofMillis(20);

  /// The same for a file that is gone or empty now: an editor may be about to put it back.
  private static final Duration QUIET_AFTER_LOSS = Duration.ofMillis(200);

  /// A file that never rests is read as it is.
  private static final int MAX_QUIET_TRIES = 15;

  private final ResourceFolder folder;
  private final Consumer<List<Document>> receiver;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread owner;

  private Set<Path> modules = Set.of();
  private Stamp seen = new Stamp(Map.of());
  private String trouble = "";

  private FolderWatcher(ResourceFolder folder, Consumer<List<Document>> receiver) {
    this.folder = folder;
    this.receiver = receiver;
    this.owner = Thread.ofPlatform().name("folder").daemon().unstarted(this::watch);
  }

  /// Reads the folder on the caller's thread, hands it over, and starts to watch.
  ///
  /// @param receiver may throw: it is called again with the next change
  public static FolderWatcher start(ResourceFolder folder, Consumer<List<Document>> receiver)
      throws IOException {
    FolderWatcher watcher = new FolderWatcher(folder, receiver);
    watcher.read();
    watcher.owner.start();
    return watcher;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      owner.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      while (!closed.await(SCAN_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        scan();
      }
    } catch (InterruptedException e) {
      log.debug("interrupted", e);
    }
  }

  private void scan() throws InterruptedException {
    try {
      if (stamp().equals(seen)) {
        return;
      }
      settle();
      read();
      trouble = "";
    } catch (IOException e) {
      complain(e);
    } catch (RuntimeException e) {
      log.error("{}: a change could not be taken over; the one before stays", folder, e);
    }
  }

  private void settle() throws InterruptedException, IOException {
    Stamp current = stamp();
    for (int tries = 0; tries < MAX_QUIET_TRIES; tries++) {
      Duration quiet = current.lost(seen) ? QUIET_AFTER_LOSS : QUIET;
      if (closed.await(quiet.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      Stamp next = stamp();
      if (next.equals(current)) {
        return;
      }
      current = next;
    }
  }

  /// Each stamp is older than the reading of its files, the receiver's reading of modules included:
  /// a write between the two shows in the next scan.
  private void read() throws IOException {
    List<Path> files = folder.files();
    Stamp stamp = Stamp.of(files);
    List<Document> documents = folder.read();
    modules = ResourceFolder.moduleFiles(documents);
    seen = stamp.with(Stamp.of(modules));
    log.debug("{}: {} documents read", folder, documents.size());
    receiver.accept(documents);
    log.debug("{}: handed over", folder);
  }

  private Stamp stamp() throws IOException {
    return Stamp.of(folder.files()).with(Stamp.of(modules));
  }

  /// Once per reason: the next scan is a tenth of a second away.
  private void complain(IOException e) {
    if (!e.toString().equals(trouble)) {
      trouble = e.toString();
      log.error("{}: {}; what was read before stays", folder, trouble);
    }
  }
}
