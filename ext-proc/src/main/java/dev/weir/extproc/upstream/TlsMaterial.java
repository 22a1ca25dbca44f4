package dev.weir.extproc.upstream;

import dev.weir.proto.v1alpha1.UpstreamTls;
import dev.weir.proxywasm.Bytes;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// What connections to an upstream are secured with: the content of its files, so that other
/// content under the same names is another client.
///
/// @param serverName what is asked for and verified
/// @param trusted PEM certificates; absent for those of the system
/// @param own the client certificate and its key
record TlsMaterial(String serverName, Optional<Bytes> trusted, Optional<KeyPair> own) {
  /// Certificates and keys are small; what is larger is another file.
  private static final long MAX_FILE_BYTES = 1L << 20;

  /// PEM texts. Nothing prints them: [Bytes] shows its length only.
  record KeyPair(Bytes certificate, Bytes key) {}

  /// Reads and checks the files.
  static TlsMaterial read(UpstreamTls tls) throws IOException {
    Optional<Bytes> trusted =
        tls.getCaFile().isEmpty()
            ? Optional.empty()
            : Optional.of(bytes("tls.caFile", tls.getCaFile()));
    Optional<KeyPair> own =
        tls.getKeyFile().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new KeyPair(
                    bytes("tls.certificateFile", tls.getCertificateFile()),
                    bytes("tls.keyFile", tls.getKeyFile())));
    TlsMaterial material = new TlsMaterial(tls.getSni(), trusted, own);
    material.check(tls);
    return material;
  }

  private static Bytes bytes(String field, String file) throws IOException {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MAX_FILE_BYTES) {
        throw new IOException("more than %d bytes".formatted(MAX_FILE_BYTES));
      }
      return Bytes.wrap(Files.readAllBytes(path));
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
      throw new IOException(
          "%s: '%s': %s (expected: a readable PEM file)".formatted(field, file, why), e);
    }
  }

  /// One after the other, so that the message names the right file. No message of the parsers is
  /// passed on: what they quote is not known.
  private void check(UpstreamTls tls) throws IOException {
    check(
        new TlsMaterial(serverName, trusted, Optional.empty()),
        "tls.caFile: '%s' (expected: PEM certificates)".formatted(tls.getCaFile()));
    check(
        this,
        "tls.keyFile: '%s' with '%s' (expected: a PKCS#8 key and its certificate, both PEM)"
            .formatted(tls.getKeyFile(), tls.getCertificateFile()));
  }

  private static void check(TlsMaterial material, String otherwise) throws IOException {
    try {
      SSLContext _ = material.jdkContext();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException(otherwise, e);
    }
  }

  /// For HTTP calls.
  SSLContext jdkContext() throws SSLException {
    return ((JdkSslContext) builder().sslProvider(SslProvider.JDK).build()).context();
  }

  /// For gRPC calls: HTTP/2 by ALPN.
  SslContext grpcContext() throws SSLException {
    return GrpcSslContexts.configure(builder(), SslProvider.JDK).build();
  }

  private SslContextBuilder builder() {
    SslContextBuilder builder = SslContextBuilder.forClient();
    trusted.ifPresent(pem -> builder.trustManager(in(pem)));
    own.ifPresent(pair -> builder.keyManager(in(pair.certificate()), in(pair.key())));
    return builder;
  }

  private static InputStream in(Bytes pem) {
    return new ByteArrayInputStream(pem.toByteArray());
  }
}
