package dev.weir.e2e;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// An authority of the test that signs a host's and a proxy's certificates.
final class Certificates {
  static final String HOST_NAME = "ext-proc.weir.test";

  private final Path folder;
  private final X509Bundle root;

  Certificates(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    root =
        new CertificateBuilder()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    write("ca.pem", root.getCertificatePEM());
    issue("proxy", "proxy.weir.test");
    issue("host", HOST_NAME);
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  /// Replaces the files of `name` by new ones, each in one step.
  void issue(String name, String dnsName) throws Exception {
    X509Bundle issued =
        new CertificateBuilder().subject("CN=" + name).addSanDnsName(dnsName).buildIssuedBy(root);
    write(name + ".pem", issued.getCertificatePathPEM());
    write(name + ".key", issued.getPrivateKeyPEM());
  }

  void write(String name, String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve(name + ".new"), text);
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
