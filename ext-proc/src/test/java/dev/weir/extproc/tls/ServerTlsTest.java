package dev.weir.extproc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private Authority authority;

  @TempDir Path folder;

  @BeforeEach
  void issue() throws Exception {
    authority = new Authority(folder);
    authority.serve(authority.issue("first"));
  }

  private ServerTls start() throws Exception {
    ServerTls tls = ServerTls.start(authority.files(), new Recording());
    assertThat(next()).isEqualTo("loaded");
    return tls;
  }

  private String next() throws InterruptedException {
    return String.valueOf(events.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void takesANewCertificateForNewHandshakes() throws Exception {
    X509Bundle second = authority.issue("second");
    try (ServerTls tls = start();
        TlsPeer server = TlsPeer.serve(tls.context())) {
      assertThat(server.shown(authority)).isEqualTo("CN=first");

      authority.serve(second);

      assertThat(next()).isEqualTo("loaded");
      assertThat(server.shown(authority)).isEqualTo("CN=second");
    }
  }

  @Test
  void keepsWhatItHasWhenTheNewFilesAreNoGood() throws Exception {
    try (ServerTls tls = start();
        TlsPeer server = TlsPeer.serve(tls.context())) {
      authority.write("server.pem", "-----BEGIN nonsense");

      assertThat(next()).isEqualTo("refused");
      assertThat(server.shown(authority)).isEqualTo("CN=first");

      authority.serve(authority.issue("third"));
      assertThat(next()).isEqualTo("loaded");
      assertThat(server.shown(authority)).isEqualTo("CN=third");
    }
  }

  @Test
  void refusesAClientWithoutCertificate() throws Exception {
    try (ServerTls tls = start();
        TlsPeer server = TlsPeer.serve(tls.context())) {
      assertThat(server.takesAnonymous(authority)).isFalse();
    }
  }

  @Test
  void refusesAKeyOfAnotherCertificate() throws Exception {
    authority.write("server.key", authority.issue("other").getPrivateKeyPEM());

    assertThatThrownBy(this::start).hasMessageContaining("server.key: not the key of");
  }

  @Test
  void refusesACertificateThatIsOver() throws Exception {
    authority.serve(authority.issueOver("old"));

    assertThatThrownBy(this::start).hasMessageContaining("expected: one that is valid now");
  }

  @Test
  void namesAFileThatIsMissing() {
    TlsFiles files =
        new TlsFiles(folder.resolve("none.pem"), folder.resolve("k"), java.util.Optional.empty());

    assertThatThrownBy(() -> ServerTls.start(files, new Recording()))
        .hasMessageContaining("none.pem: no such file");
  }

  private final class Recording implements TlsObserver {
    @Override
    public void certificateLoaded(Instant expiry) {
      events.add("loaded");
    }

    @Override
    public void certificateRefused() {
      events.add("refused");
    }
  }
}
