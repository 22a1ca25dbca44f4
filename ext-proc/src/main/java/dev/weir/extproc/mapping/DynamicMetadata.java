package dev.weir.extproc.mapping;

import dev.weir.extproc.wire.MetadataReader;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.List;
import java.util.Optional;

/// What other filters have found out, as far as the proxy is set up to send it: a serialized
/// `envoy.config.core.v3.Metadata`, which comes again with every message.
final class DynamicMetadata {
  private static final String ROOT = "metadata";

  private Slice serialized = Slice.empty();

  /// Takes note of what a message says; the same again is passed over, so that nothing holds on to
  /// the message.
  void add(Slice metadata) {
    if (!metadata.isEmpty() && !metadata.equals(serialized)) {
      serialized = Slice.of(metadata.toByteArray());
    }
  }

  /// The value at `metadata.filter_metadata.NAMESPACE` and below, and likewise of
  /// `typed_filter_metadata`.
  Optional<PropertyValue> find(List<String> path) {
    return !path.isEmpty() && path.getFirst().equals(ROOT)
        ? MetadataReader.find(serialized, path.subList(1, path.size())).map(AttributeTypes::asIs)
        : Optional.empty();
  }
}
