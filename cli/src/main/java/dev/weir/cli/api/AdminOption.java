package dev.weir.cli.api;

import picocli.CommandLine.Option;

/// Which Weir a command asks.
public final class AdminOption {
  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:WEIR_ADMIN:-127.0.0.1:18090}",
      description = "Weir's admin interface; also $$WEIR_ADMIN (default: 127.0.0.1:18090)")
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private String address;

  public AdminClient client() {
    return new AdminClient(address);
  }
}
