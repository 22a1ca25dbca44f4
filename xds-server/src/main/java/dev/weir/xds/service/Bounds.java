package dev.weir.xds.service;

/// Bounds on what xDS clients may ask of this server.
///
/// @param requestBytes largest discovery request; one names at most every resource it holds
/// @param namesPerSubscription most resource names per type and stream
/// @param nameBytes longest resource name or node id
/// @param streamsPerConnection open streams per connection: one per slot and listener set, and ADS
/// @param streams open streams in all
/// @param newStreamsPerSecond streams admitted per second; a reconnect storm is spread by this
public record Bounds(
    int requestBytes,
    int namesPerSubscription,
    int nameBytes,
    int streamsPerConnection,
    int streams,
    int newStreamsPerSecond) {
  /// The defaults: 4 MiB as gRPC's own default, the rest sized for 50,000 proxies of 3 slots.
  public static final Bounds DEFAULT = new Bounds(4 << 20, 20_000, 1_024, 1_000, 200_000, 10_000);

  public Bounds {
    requirePositive("request bytes", requestBytes);
    requirePositive("names per subscription", namesPerSubscription);
    requirePositive("name bytes", nameBytes);
    requirePositive("streams per connection", streamsPerConnection);
    requirePositive("streams", streams);
    requirePositive("new streams per second", newStreamsPerSecond);
  }

  private static void requirePositive(String bound, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException("%s: %d (expected: above 0)".formatted(bound, value));
    }
  }
}
