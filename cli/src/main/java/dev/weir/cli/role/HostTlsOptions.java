package dev.weir.cli.role;

import dev.weir.cli.user.UserError;
import dev.weir.xds.host.HostTls;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How proxies speak to ext-proc hosts that serve TLS. The files are the proxies' own: nothing here
/// looks at them.
final class HostTlsOptions {
  @Option(
      names = "--ext-proc-tls-ca",
      paramLabel = "FILE",
      description =
          "a file on the proxies: PEM certificates of the authorities that sign ext-proc hosts'"
              + " certificates; needed for hosts that serve TLS")
  private @Nullable Path authorities;

  @Option(
      names = "--ext-proc-tls-cert",
      paramLabel = "FILE",
      description = "a file on the proxies: the PEM certificate that they show to hosts")
  private @Nullable Path certificate;

  @Option(
      names = "--ext-proc-tls-key",
      paramLabel = "FILE",
      description = "a file on the proxies: its key")
  private @Nullable Path key;

  @Option(
      names = "--ext-proc-tls-name",
      paramLabel = "NAME",
      description = "the DNS name that every host's certificate must bear (default: any)")
  private @Nullable String name;

  /// Empty if nothing is said.
  Optional<HostTls> resolve() {
    if (authorities == null) {
      if (certificate != null || key != null || name != null) {
        throw new UserError("--ext-proc-tls-ca: missing (expected: with the other TLS options)");
      }
      return Optional.empty();
    }
    return Optional.of(new HostTls(authorities, client(), Optional.ofNullable(name)));
  }

  private Optional<HostTls.ClientCertificate> client() {
    if ((certificate == null) != (key == null)) {
      throw new UserError(
          "--ext-proc-tls-cert, --ext-proc-tls-key: one of them (expected: both or none)");
    }
    return certificate == null || key == null
        ? Optional.empty()
        : Optional.of(new HostTls.ClientCertificate(certificate, key));
  }
}
