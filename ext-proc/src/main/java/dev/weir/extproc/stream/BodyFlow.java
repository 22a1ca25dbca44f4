package dev.weir.extproc.stream;

import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.mapping.HeaderMutations;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;

/// How the body of one direction comes and goes, which depends on its mode. Another takes its place
/// when the mode changes, which it does before the first body message only.
abstract sealed class BodyFlow permits BufferedBody, CreatedBody, DuplexBody, StreamedBody {
  private final Flow flow;

  BodyFlow(Flow flow) {
    this.flow = flow;
  }

  static BodyFlow of(BodyMode mode, Flow flow) {
    return switch (mode) {
      case NONE, STREAMED, UNKNOWN -> new StreamedBody(flow);
      case BUFFERED, BUFFERED_PARTIAL -> new BufferedBody(flow);
      case FULL_DUPLEX_STREAMED -> new DuplexBody(flow, Framing.BYTES);
      case GRPC -> new DuplexBody(flow, new GrpcFraming());
    };
  }

  final Flow flow() {
    return flow;
  }

  /// The proxy has sent a body message.
  abstract void arrived(Part.Body message);

  /// Bytes have come out of the chain.
  abstract void out(Slice bytes, boolean endOfStream);

  /// Answers what can be answered now.
  abstract void settle();

  /// Whether the headers may be answered.
  boolean mayAnswerHeaders() {
    return flow.headersAreOut();
  }

  /// Whether the body comes although the headers have not been answered.
  boolean comesBeforeHeadersAreAnswered() {
    return false;
  }

  /// Whether an edit of the headers can still reach the proxy.
  boolean headersEditable() {
    return !flow.headersAnswered();
  }

  /// The edits that go with the headers' own answer, behind which the body comes in this mode.
  ///
  /// A proxy that streams a body sends changed chunks as they come, so nobody knows the length
  /// beforehand.
  final HeaderMutation headersMutation(BodyMode mode) {
    boolean streams = mode != BodyMode.NONE && !mode.buffered();
    return streams && flow.bodyMayChange() && flow.tellsLength()
        ? HeaderMutations.withoutContentLength(flow.headerMap(), flow.drops())
        : HeaderMutations.of(flow.headerMap(), flow.drops());
  }

  /// Whether everything that belongs before the trailers has been said.
  boolean mayAnswerTrailers() {
    return true;
  }

  /// Whether a chunk waits for its answer that is not known to be the last.
  boolean holdsChunk() {
    return false;
  }

  /// Whether bytes wait for room in the proxy's window.
  boolean isBackedUp() {
    return false;
  }

  /// Plugins are told the end now: what comes later must not pass by them.
  void close() {}

  /// Answers a chunk that is held back, keeping its bytes for a later answer, if there can be one.
  ///
  /// @return whether there was such a chunk
  boolean giveUpChunk() {
    return false;
  }
}
