package dev.weir.extproc.wire;

import dev.weir.proxywasm.abi.StreamType;

/// One `envoy.service.network_ext_proc.v3.ProcessingRequest`.
///
/// @param attributes what the proxy tells about the connection; with the first message
/// @param dynamicMetadata a serialized `envoy.config.core.v3.Metadata`; empty if there is none
public record NetworkMessage(Part part, Attributes attributes, Slice dynamicMetadata) {
  /// What it carries.
  public sealed interface Part {
    /// A piece of what one end sends.
    ///
    /// @param from `DOWNSTREAM` (`read_data`) or `UPSTREAM` (`write_data`)
    record Data(StreamType from, Slice bytes, boolean endOfStream) implements Part {}

    /// Bytes that are not such a message.
    record Malformed(String reason) implements Part {}
  }

  public static NetworkMessage malformed(String reason) {
    return new NetworkMessage(new Part.Malformed(reason), Attributes.NONE, Slice.empty());
  }
}
