package dev.weir.cli.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a command has started, ended in reverse order and only once. Thread-safe: the shutdown hook
/// may come while the command is still starting things.
public final class Services implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Services.class);

  private final Deque<Named> started = new ArrayDeque<>();
  private boolean closed;

  private record Named(String name, AutoCloseable service) {}

  /// Something that is to be ended with the others; at once, if they have ended already.
  ///
  /// @throws CancellationException in that case: the process is about to end
  public <T extends AutoCloseable> T add(String name, T service) {
    synchronized (started) {
      if (!closed) {
        started.push(new Named(name, service));
        return service;
      }
    }
    close(new Named(name, service));
    throw new CancellationException(name + ": started while everything ends");
  }

  /// Ends everything when this process is told to end: Ctrl-C, SIGTERM, `System.exit`.
  public void closeAtExit() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("exit").unstarted(this::close));
  }

  /// Waits until this process ends.
  public void park() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (started) {
      closed = true;
      while (!started.isEmpty()) {
        close(started.pop());
      }
    }
  }

  private static void close(Named named) {
    try {
      named.service().close();
      log.debug("{}: ended", named.name());
    } catch (Exception e) {
      log.warn("{}: could not be ended: {}", named.name(), e.toString());
      log.debug("why", e);
    }
  }
}
