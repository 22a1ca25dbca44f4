package dev.weir.cli.role;

import java.net.InetSocketAddress;
import picocli.CommandLine.Option;

/// Consent to serve without TLS where others can listen in.
final class PlaintextOption {
  private static final String NAME = "--plaintext";

  @Option(
      names = NAME,
      description = "listen beyond the loopback interface without TLS; for trusted networks only")
  private boolean allowed;

  InetSocketAddress resolve(Address address) {
    return address.resolvePlaintext(allowed, NAME);
  }
}
