package dev.weir.extproc.record;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.PluginStream;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.TrailersAction;

/// What the proxy sends to a plugin, timed.
final class WatchedStream implements PluginStream {
  private final PluginStream stream;
  private final PluginVisit visit;

  WatchedStream(PluginStream stream, PluginVisit visit) {
    this.stream = stream;
    this.visit = visit;
  }

  @Override
  public HeadersAction onHeaders(Direction direction, boolean endOfStream) {
    long begin = System.nanoTime();
    try {
      return stream.onHeaders(direction, endOfStream);
    } finally {
      visit.called(
          direction == Direction.REQUEST
              ? Answer.Kind.REQUEST_HEADERS
              : Answer.Kind.RESPONSE_HEADERS,
          begin);
    }
  }

  @Override
  public DataAction onBody(Direction direction, boolean endOfStream) {
    long begin = System.nanoTime();
    try {
      return stream.onBody(direction, endOfStream);
    } finally {
      visit.called(
          direction == Direction.REQUEST ? Answer.Kind.REQUEST_BODY : Answer.Kind.RESPONSE_BODY,
          begin);
    }
  }

  @Override
  public TrailersAction onTrailers(Direction direction) {
    long begin = System.nanoTime();
    try {
      return stream.onTrailers(direction);
    } finally {
      visit.called(
          direction == Direction.REQUEST
              ? Answer.Kind.REQUEST_TRAILERS
              : Answer.Kind.RESPONSE_TRAILERS,
          begin);
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
