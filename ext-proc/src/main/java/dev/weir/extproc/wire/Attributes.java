package dev.weir.extproc.wire;

import java.util.ArrayList;
import java.util.List;

/// The attributes of one message, unread: most exchanges never ask for one.
///
/// Envoy and agentgateway send one struct of all attributes under their filter's name; grpc-java
/// sends a struct for each attribute, under the attribute's name, with one field that has no name.
public final class Attributes {
  public static final Attributes NONE = new Attributes(List.of());

  /// One entry of the map: its key and a serialized `google.protobuf.Struct`.
  record Entry(String key, Slice struct) {}

  private final List<Entry> entries;

  private Attributes(List<Entry> entries) {
    this.entries = entries;
  }

  Attributes with(String key, Slice struct) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(key, struct));
    return new Attributes(more);
  }

  /// With one more entry of the map, which `in` has just begun.
  Attributes with(WireReader in, int outerTag) {
    String key = "";
    Slice struct = Slice.empty();
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 1 -> key = in.delimited(tag).readString();
        case 2 -> struct = in.delimited(tag).readSlice();
        default -> in.skipField(tag);
      }
    }
    in.leave(outer);
    return with(key, struct);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  List<Entry> entries() {
    return entries;
  }
}
