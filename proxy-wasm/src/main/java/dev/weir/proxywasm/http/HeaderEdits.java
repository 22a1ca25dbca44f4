package dev.weir.proxywasm.http;

/// Receives the least set of edits that turns a header map's original into its present content.
/// Names and values are slices of the map's arena, so nothing is copied on the way to the wire.
public interface HeaderEdits {
  /// No entry of this name is left.
  void remove(byte[] arena, int nameAt, int nameLength);

  /// This value takes the place of all entries of the name.
  void set(byte[] arena, int nameAt, int nameLength, int valueAt, int valueLength);

  /// This value stands after the entries that the name has by now.
  void append(byte[] arena, int nameAt, int nameLength, int valueAt, int valueLength);
}
