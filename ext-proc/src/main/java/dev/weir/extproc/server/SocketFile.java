package dev.weir.extproc.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file of a Unix socket: bound in a folder that nobody else may enter, given its mode, and
/// only then moved to its path, in the place of one that an earlier process has left behind. So
/// nobody connects before the mode is right, and there is no moment without a file.
final class SocketFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);

  /// `sockaddr_un.sun_path` holds 108 bytes with its end mark on Linux, 104 elsewhere.
  private static final int MAX_PATH_BYTES = 103;

  private final ListenAddress.Unix address;
  private final Path folder;
  private Optional<Object> published = Optional.empty();

  private SocketFile(ListenAddress.Unix address) {
    this.address = address;
    this.folder =
        Objects.requireNonNull(address.path().getParent())
            .resolve(".weir-" + ProcessHandle.current().pid());
  }

  /// Makes sure that the path may be taken.
  ///
  /// @throws IOException if something else is there, or a process that listens
  static SocketFile claim(ListenAddress.Unix address) throws IOException {
    SocketFile file = new SocketFile(address);
    file.checkLength(address.path());
    file.checkLength(file.temporary());
    file.checkFree();
    Files.deleteIfExists(file.temporary());
    Files.deleteIfExists(file.folder);
    Files.createDirectory(
        file.folder,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return file;
  }

  /// What to bind.
  Path temporary() {
    return folder.resolve("s");
  }

  private void checkLength(Path path) throws IOException {
    int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_PATH_BYTES) {
      throw new IOException(
          "%s: a path of %d bytes (expected: at most %d, as the system's limit is)"
              .formatted(address, bytes, MAX_PATH_BYTES));
    }
  }

  private void checkFree() throws IOException {
    Path path = address.path();
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isOther()) {
      throw new IOException(
          "%s: a file that is no socket (expected: no file, or a socket that nobody listens on)"
              .formatted(address));
    }
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new InUseException(address);
    } catch (InUseException e) {
      throw e;
    } catch (ConnectException e) {
      LOG.info("{}: left behind by a process that has ended; replaced", address);
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(address, e.getMessage()), e);
    }
  }

  private static final class InUseException extends IOException {
    private static final long serialVersionUID = 1;

    InUseException(ListenAddress.Unix address) {
      super(
          "%s: in use by a running process (expected: a path that nobody listens on)"
              .formatted(address));
    }
  }

  /// Lets others connect.
  void publish() throws IOException {
    Files.setPosixFilePermissions(temporary(), address.mode());
    Optional<Object> bound = identity(temporary());
    Files.move(temporary(), address.path(), StandardCopyOption.ATOMIC_MOVE);
    published = bound;
    Files.delete(folder);
  }

  private static Optional<Object> identity(Path path) throws IOException {
    return Optional.ofNullable(
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey());
  }

  /// Removes the file, unless somebody else has replaced it.
  @Override
  public void close() {
    try {
      Files.deleteIfExists(temporary());
      Files.deleteIfExists(folder);
      if (published.isPresent()
          && Files.exists(address.path(), LinkOption.NOFOLLOW_LINKS)
          && published.equals(identity(address.path()))) {
        Files.delete(address.path());
      }
    } catch (IOException e) {
      LOG.warn("{}: could not be removed: {}", address, e.toString());
    }
  }
}
