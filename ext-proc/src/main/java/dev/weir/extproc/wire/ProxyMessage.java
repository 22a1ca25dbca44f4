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
/// @param flowControl how many body bytes more each side may send
/// @param observed whether the proxy only shows us the exchange and ignores answers
public record ProxyMessage(
    Part part,
    Optional<Protocol> protocol,
    Attributes attributes,
    Slice dynamicMetadata,
    FlowControl flowControl,
    boolean observed) {

  /// A part of the exchange.
  public sealed interface Part {
    record Headers(Direction direction, HeaderMap map, boolean endOfStream) implements Part {}

    record Body(Direction direction, Slice bytes, boolean endOfStream, Marks marks)
        implements Part {
      public Body(Direction direction, Slice bytes, boolean endOfStream) {
        this(direction, bytes, endOfStream, Marks.NONE);
      }
    }

    record Trailers(Direction direction, HeaderMap map) implements Part {}

    /// A message that carries none, such as a window update.
    record None() implements Part {}

    /// Bytes that are not such a message.
    record Malformed(String reason) implements Part {}
  }

  public static ProxyMessage malformed(String reason) {
    return new ProxyMessage(
        new Part.Malformed(reason),
        Optional.empty(),
        Attributes.NONE,
        Slice.empty(),
        FlowControl.NONE,
        false);
  }

  /// What a body message says of itself beside its bytes; gRPC data planes only.
  ///
  /// @param withoutMessage the end of the stream, and no gRPC message with it
  /// @param compressed whether the gRPC message is compressed
  /// @param drained whether nothing more of this body comes, as was asked for
  public record Marks(boolean withoutMessage, boolean compressed, boolean drained) {
    public static final Marks NONE = new Marks(false, false, false);
  }

  /// Body bytes that may be sent; an update adds to what is left of the windows, and may be
  /// negative.
  ///
  /// @param announced whether these are the windows that a stream begins with
  /// @param toUpstream, toDownstream what we may send
  /// @param fromDownstream, fromUpstream what the proxy may send us; with the first ones only
  public record FlowControl(
      boolean announced,
      long toUpstream,
      long toDownstream,
      long fromDownstream,
      long fromUpstream) {
    public static final FlowControl NONE = new FlowControl(false, 0, 0, 0, 0);

    public boolean isNone() {
      return !announced && toUpstream == 0 && toDownstream == 0;
    }
  }

  /// `ProtocolConfiguration`.
  public record Protocol(BodyMode request, BodyMode response, boolean sendsBodyWithoutWaiting) {
    /// What is assumed of a proxy that does not say.
    public static final Protocol UNKNOWN = new Protocol(BodyMode.UNKNOWN, BodyMode.UNKNOWN, false);
  }
}
