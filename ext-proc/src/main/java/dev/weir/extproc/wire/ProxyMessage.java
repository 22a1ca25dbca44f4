package dev.weir.extproc.wire;

import dev.weir.proxywasm.http.HeaderMap;
import java.util.Optional;

/// One `ProcessingRequest`.
///
/// @param part the part of the exchange it carries
/// @param protocol how the proxy sends bodies; comes with the first message of a stream, if at all
/// @param attributes what the proxy tells about connection, route and so on; with the first message
///   of each direction
/// @param dynamicMetadata a serialized `envoy.config.core.v3.Metadata`; empty if there is none
/// @param observed whether the proxy only shows us the exchange and ignores answers
public record ProxyMessage(
    Part part,
    Optional<Protocol> protocol,
    Attributes attributes,
    Slice dynamicMetadata,
    boolean observed) {

  /// A part of the exchange.
  public sealed interface Part {
    record Headers(Direction direction, HeaderMap map, boolean endOfStream) implements Part {}

    record Body(Direction direction, Slice bytes, boolean endOfStream) implements Part {}

    record Trailers(Direction direction, HeaderMap map) implements Part {}

    /// A message that carries none, such as a window update.
    record None() implements Part {}

    /// Bytes that are not such a message.
    record Malformed(String reason) implements Part {}
  }

  public static ProxyMessage malformed(String reason) {
    return new ProxyMessage(
        new Part.Malformed(reason), Optional.empty(), Attributes.NONE, Slice.empty(), false);
  }

  /// `ProtocolConfiguration`.
  public record Protocol(BodyMode request, BodyMode response, boolean sendsBodyWithoutWaiting) {
    /// What is assumed of a proxy that does not say.
    public static final Protocol UNKNOWN = new Protocol(BodyMode.UNKNOWN, BodyMode.UNKNOWN, false);
  }
}
