package dev.weir.extproc.wire;

import java.util.ArrayList;
import java.util.List;

/// The attributes of one message, unread: most exchanges never ask for one.
///
/// Envoy and agentgateway send one struct of all attributes under their filter's name; grpc-java
/// sends a struct for each attribute, under the attribute's name, with one field that has no name.
public final class Attributes {
  public static final Attributes NONE = new Attributes(List.of());

  /// Bound on entries of the map; proxies send one, or one for each attribute that they know.
  private static final int MAX_ENTRIES = 1_000;

  /// Each with a serialized `google.protobuf.Struct`.
  private final List<MapEntry> entries;

  private Attributes(List<MapEntry> entries) {
    this.entries = entries;
  }

  /// With one more entry of the map, which `in` has just begun.
  Attributes with(WireReader in, int outerTag) {
    if (entries.size() == MAX_ENTRIES) {
      throw new MalformedMessageException(
          "attributes: more entries (limit: %d)".formatted(MAX_ENTRIES));
    }
    List<MapEntry> more = new ArrayList<>(entries);
    more.add(MapEntry.read(in, outerTag));
    return new Attributes(more);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  List<MapEntry> entries() {
    return entries;
  }
}
