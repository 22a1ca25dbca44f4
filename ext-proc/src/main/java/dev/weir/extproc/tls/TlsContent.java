package dev.weir.extproc.tls;

import dev.weir.proxywasm.Bytes;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.CertificateUtils;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// What stood in the files at one moment. Nothing prints it: [Bytes] shows its length only, and no
/// message of a parser is passed on, for what those quote is not known.
record TlsContent(Bytes certificate, Bytes key, Optional<Bytes> clientCa) {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final byte[] CHALLENGE = "weir".getBytes(StandardCharsets.US_ASCII);

  /// What a server runs with.
  ///
  /// @param expiry when the first certificate of the chain ends
  record Usable(SslContext context, Instant expiry) {}

  /// Reading a PEM text into what it is.
  @FunctionalInterface
  private interface Parser<T> {
    T parse(InputStream pem) throws IOException, GeneralSecurityException;
  }

  /// @param files whose content this is, for messages
  /// @throws IOException if a server cannot be run with it; the message names the file
  Usable check(TlsFiles files, Instant now) throws IOException {
    X509Certificate[] chain =
        parse(certificate, CertificateUtils::getX509Certificates, files.certificate() + ": ");
    Instant expiry =
        Stream.of(chain)
            .map(each -> each.getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElseThrow(() -> new IOException(files.certificate() + ": no PEM certificate"));
    if (!expiry.isAfter(now)) {
      throw new IOException(
          "%s: a certificate that ended at %s (expected: one that is valid now)"
              .formatted(files.certificate(), expiry));
    }
    PrivateKey own = parse(key, CertificateUtils::getPrivateKey, files.key() + ": ");
    if (!isPair(chain[0], own)) {
      throw new IOException(
          "%s: not the key of %s (expected: both to be one pair)"
              .formatted(files.key(), files.certificate()));
    }
    return new Usable(context(SslContextBuilder.forServer(own, chain), files), expiry);
  }

  private static <T> T parse(Bytes pem, Parser<T> parser, String subject) throws IOException {
    try {
      return parser.parse(in(pem));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IOException(
          subject + "unreadable (expected: PEM; a key as PKCS#8, not encrypted)", e);
    }
  }

  /// Whether what the key signs is what the certificate verifies. A half replaced pair would
  /// otherwise break every handshake.
  private static boolean isPair(X509Certificate certificate, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(CHALLENGE);
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(CHALLENGE);
      return verifier.verify(signer.sign());
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private SslContext context(SslContextBuilder builder, TlsFiles files) throws IOException {
    if (clientCa.isPresent()) {
      X509Certificate[] authorities =
          parse(
              clientCa.get(),
              CertificateUtils::getX509Certificates,
              files.clientCa().orElseThrow() + ": ");
      builder.trustManager(authorities).clientAuth(ClientAuth.REQUIRE);
    }
    return GrpcSslContexts.configure(builder.protocols(PROTOCOLS)).build();
  }

  private static InputStream in(Bytes pem) {
    return new ByteArrayInputStream(pem.toByteArray());
  }
}
