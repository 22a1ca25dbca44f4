package dev.weir.extproc.upstream;

import dev.weir.proto.v1alpha1.UpstreamTls;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A certificate authority of the test, with the PEM files of a client.
final class Certificates {
  static final String SERVER_NAME = "keys.example.com";

  private final Path folder;
  private final X509Bundle authority;
  private final X509Bundle server;

  Certificates(Path folder) throws Exception {
    this.folder = folder;
    authority =
        new CertificateBuilder()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    server =
        new CertificateBuilder()
            .subject("CN=server")
            .addSanDnsName(SERVER_NAME)
            .buildIssuedBy(authority);
    X509Bundle client = new CertificateBuilder().subject("CN=client").buildIssuedBy(authority);
    write("ca.pem", authority.getCertificatePEM());
    write("client.pem", client.getCertificatePathPEM());
    write("client.key", client.getPrivateKeyPEM());
  }

  X509Bundle authority() {
    return authority;
  }

  X509Bundle server() {
    return server;
  }

  /// What a document says of a server that is trusted.
  UpstreamTls.Builder trusting() {
    return UpstreamTls.newBuilder().setSni(SERVER_NAME).setCaFile(file("ca.pem"));
  }

  /// As [#trusting], with the client certificate.
  UpstreamTls.Builder mutual() {
    return trusting().setCertificateFile(file("client.pem")).setKeyFile(file("client.key"));
  }

  String file(String name) {
    return folder.resolve(name).toString();
  }

  void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
