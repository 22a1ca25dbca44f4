package dev.weir.extproc.tls;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server's TLS, following its files: new handshakes use what stands in them now, open
/// connections stay as they are, and files that are no good change nothing.
///
/// It reads the files again and again instead of waiting for events of the file system, which do
/// not come for the target of a link or a mounted secret; they are a few kilobytes. Content that
/// was the same in two readings is taken as written to its end. One thread does that.
public final class ServerTls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final TlsFiles files;
  private final TlsObserver observer;
  private final CurrentContext context;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread owner = Thread.ofPlatform().name("weir-tls").daemon().unstarted(this::watch);

  /// The content that was decided on last, taken or refused.
  private TlsContent decided;

  /// What the reading before this one found, if it differs from what was decided.
  private Optional<TlsContent> unsettled = Optional.empty();

  private String trouble = "";

  private ServerTls(
      TlsFiles files, TlsObserver observer, TlsContent content, TlsContent.Usable first) {
    this.files = files;
    this.observer = observer;
    this.decided = content;
    this.context = new CurrentContext(first.context());
  }

  /// Reads the files, and starts to watch them.
  ///
  /// @throws IOException if no server can be run with them; the message names the file
  public static ServerTls start(TlsFiles files, TlsObserver observer) throws IOException {
    TlsContent content = files.read();
    TlsContent.Usable first = content.check(files, Instant.now());
    ServerTls tls = new ServerTls(files, observer, content, first);
    observer.certificateLoaded(first.expiry());
    tls.owner.start();
    return tls;
  }

  /// Always the same object; new handshakes in it use the newest files.
  public SslContext context() {
    return context;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void watch() {
    try {
      while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted", e);
    }
  }

  private void look() {
    try {
      Optional<TlsContent> found = Optional.of(files.read()).filter(now -> !now.equals(decided));
      if (found.isPresent() && found.equals(unsettled)) {
        decide(found.get());
        found = Optional.empty();
      }
      unsettled = found;
    } catch (IOException e) {
      complain(e);
    }
  }

  private void decide(TlsContent content) {
    decided = content;
    try {
      TlsContent.Usable usable = content.check(files, Instant.now());
      context.replace(usable.context());
      trouble = "";
      LOG.info("{}: new certificate, valid until {}", files.certificate(), usable.expiry());
      observer.certificateLoaded(usable.expiry());
    } catch (IOException e) {
      complain(e);
    }
  }

  /// Once per reason: the next look is half a second away.
  private void complain(IOException e) {
    String reason = String.valueOf(e.getMessage());
    if (!reason.equals(trouble)) {
      trouble = reason;
      LOG.error("{}; the certificate from before stays", reason);
      observer.certificateRefused();
    }
  }
}
