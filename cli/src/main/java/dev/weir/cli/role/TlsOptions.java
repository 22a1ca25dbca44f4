package dev.weir.cli.role;

import dev.weir.cli.user.UserError;
import dev.weir.extproc.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The files that a server serves TLS with.
final class TlsOptions {
  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "serve TLS with this PEM certificate and its chain; files are read again when they change")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "its PKCS#8 key, PEM")
  private @Nullable Path key;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description = "ask clients for a certificate that one of these authorities has signed")
  private @Nullable Path clientCa;

  /// Empty for plain text.
  Optional<TlsFiles> resolve() {
    if (certificate != null && key != null) {
      return Optional.of(new TlsFiles(certificate, key, Optional.ofNullable(clientCa)));
    }
    if (certificate != null || key != null || clientCa != null) {
      throw new UserError("--tls-cert, --tls-key: missing (expected: both, or no TLS option)");
    }
    return Optional.empty();
  }
}
