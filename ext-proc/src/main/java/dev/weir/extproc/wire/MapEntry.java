package dev.weir.extproc.wire;

/// An entry of a map from text to messages, whose value is unread.
record MapEntry(String key, Slice value) {
  /// Reads an entry that has just begun.
  static MapEntry read(WireReader in, int outerTag) {
    String key = "";
    Slice value = Slice.empty();
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 1 -> key = in.delimited(tag).readString();
        case 2 -> value = in.delimited(tag).readSlice();
        default -> in.skipField(tag);
      }
    }
    in.leave(outer);
    return new MapEntry(key, value);
  }
}
