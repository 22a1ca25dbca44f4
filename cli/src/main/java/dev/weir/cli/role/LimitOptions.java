package dev.weir.cli.role;

import dev.weir.extproc.server.Limits;
import picocli.CommandLine.Option;

/// What clients may ask of a host.
final class LimitOptions {
  @Option(
      names = "--max-streams",
      paramLabel = "N",
      description = "streams open at one time (default: ${DEFAULT-VALUE})")
  private int streams = Limits.DEFAULT.streams();

  @Option(
      names = "--max-streams-per-peer",
      paramLabel = "N",
      description = "of them from one IP address (default: ${DEFAULT-VALUE})")
  private int streamsPerPeer = Limits.DEFAULT.streamsPerPeer();

  @Option(
      names = "--max-streams-per-connection",
      paramLabel = "N",
      description = "of them on one connection; a proxy opens another (default: ${DEFAULT-VALUE})")
  private int streamsPerConnection = Limits.DEFAULT.streamsPerConnection();

  @Option(
      names = "--max-message",
      paramLabel = "BYTES",
      description = "of one ext_proc message, a buffered body included (default: ${DEFAULT-VALUE})")
  private int messageBytes = Limits.DEFAULT.messageBytes();

  @Option(
      names = "--max-metadata",
      paramLabel = "BYTES",
      description = "of a stream's metadata (default: ${DEFAULT-VALUE})")
  private int metadataBytes = Limits.DEFAULT.metadataBytes();

  /// @throws IllegalArgumentException if they make no sense
  Limits resolve() {
    return new Limits(streams, streamsPerPeer, streamsPerConnection, messageBytes, metadataBytes);
  }
}
