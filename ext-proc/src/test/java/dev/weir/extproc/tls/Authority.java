package dev.weir.extproc.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/// An authority of the test, with the PEM files of one server.
final class Authority {
  private final Path folder;
  private final X509Bundle root;

  Authority(Path folder) throws Exception {
    this.folder = folder;
    root =
        new CertificateBuilder()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    write("ca.pem", root.getCertificatePEM());
  }

  X509Bundle root() {
    return root;
  }

  TlsFiles files() {
    return new TlsFiles(path("server.pem"), path("server.key"), Optional.of(path("ca.pem")));
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  X509Bundle issue(String name) throws Exception {
    return new CertificateBuilder()
        .subject("CN=" + name)
        .addSanDnsName("localhost")
        .buildIssuedBy(root);
  }

  X509Bundle issueOver(String name) throws Exception {
    return new CertificateBuilder()
        .subject("CN=" + name)
        .notBefore(Instant.now().minusSeconds(7200))
        .notAfter(Instant.now().minusSeconds(3600))
        .buildIssuedBy(root);
  }

  void serve(X509Bundle bundle) throws IOException {
    write("server.pem", bundle.getCertificatePathPEM());
    write("server.key", bundle.getPrivateKeyPEM());
  }

  void write(String name, String text) throws IOException {
    Path fresh = Files.writeString(path(name + ".new"), text);
    Files.move(fresh, path(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
