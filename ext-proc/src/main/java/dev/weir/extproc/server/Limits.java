package dev.weir.extproc.server;

/// What clients may ask of a server, all in all and each.
///
/// @param streams open at one time
/// @param streamsPerPeer open at one time from one IP address; a proxy holds a connection per
///   worker, so connections say little. Does not apply to a Unix socket
/// @param streamsPerConnection told to clients as HTTP/2's `SETTINGS_MAX_CONCURRENT_STREAMS`: a
///   proxy opens another connection for more
/// @param messageBytes of one ext_proc message; a buffered body comes as one, up to the proxy's
///   buffer limit. A larger one ends its stream before it is read
/// @param metadataBytes names and values of a stream's metadata
public record Limits(
    int streams,
    int streamsPerPeer,
    int streamsPerConnection,
    int messageBytes,
    int metadataBytes) {
  public static final Limits DEFAULT = new Limits(65_536, 32_768, 4_096, 32 << 20, 16 << 10);

  public Limits {
    check("streams", streams);
    check("streams per peer", streamsPerPeer);
    check("streams per connection", streamsPerConnection);
    check("message bytes", messageBytes);
    check("metadata bytes", metadataBytes);
  }

  private static void check(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: %d (expected: 1 or more)".formatted(name, value));
    }
  }

  /// What HTTP/2 reads of a header block before it gives up on the stream by itself, without a gRPC
  /// status: some way above the limit, so that who is only somewhat above is told which one.
  int headerBlockBytes() {
    return metadataBytes + (64 << 10);
  }
}
