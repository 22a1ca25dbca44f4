package dev.weir.cli.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// One Envoy with one worker, and its listener's address.
public final class Envoy implements AutoCloseable {
  /// The name that a bootstrap, or whoever configures this Envoy, gives the listener.
  public static final String LISTENER = "bench";

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  private final ChildProcess process;
  private final EnvoyAdmin admin;
  private final InetSocketAddress listener;

  private Envoy(ChildProcess process, EnvoyAdmin admin, InetSocketAddress listener) {
    this.process = process;
    this.admin = admin;
    this.listener = listener;
  }

  /// Starts it, and waits until its listener listens.
  ///
  /// @param bootstrap its whole configuration in YAML or JSON, which gives its admin port 0
  public static Envoy start(String name, Path binary, String bootstrap, Path folder) {
    return start(name, binary, bootstrap, folder, LISTENER);
  }

  /// As above.
  ///
  /// @param listener the one that is waited for
  public static Envoy start(
      String name, Path binary, String bootstrap, Path folder, String listener) {
    Path config = folder.resolve(name + ".yaml");
    Path adminAddress = folder.resolve(name + ".admin");
    write(config, bootstrap);
    var process =
        ChildProcess.start(
            name,
            List.of(
                binary.toString(),
                "--config-path",
                config.toString(),
                "--admin-address-path",
                adminAddress.toString(),
                "--concurrency",
                "1",
                "--disable-hot-restart",
                "--log-level",
                "warning"),
            folder);
    try {
      return whenReady(process, adminAddress, listener);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static Envoy whenReady(ChildProcess process, Path adminAddress, String name) {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (process.alive() && System.nanoTime() < deadline) {
      Optional<EnvoyAdmin> admin = findAdmin(adminAddress).filter(EnvoyAdmin::ready);
      Optional<InetSocketAddress> listener = admin.flatMap(found -> found.find(name));
      if (listener.isPresent()) {
        return new Envoy(process, admin.get(), listener.get());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw process.died();
  }

  private static Optional<EnvoyAdmin> findAdmin(Path address) {
    try {
      String text = Files.exists(address) ? Files.readString(address) : "";
      return text.isEmpty() ? Optional.empty() : Optional.of(new EnvoyAdmin(text));
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

  public InetSocketAddress listener() {
    return listener;
  }

  public EnvoyAdmin admin() {
    return admin;
  }

  public long pid() {
    return process.pid();
  }

  public CpuReading cpu() {
    return process.cpu();
  }

  public double memoryMegabytes() {
    return process.memoryMegabytes();
  }

  @Override
  public void close() {
    process.close();
  }
}
