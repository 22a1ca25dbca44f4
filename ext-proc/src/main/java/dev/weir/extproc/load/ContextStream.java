package dev.weir.extproc.load;

import dev.weir.extproc.chain.PluginStream;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.TrailersAction;
import dev.weir.proxywasm.context.StreamContext;

/// A stream context, by direction.
final class ContextStream implements PluginStream {
  private final StreamContext context;

  ContextStream(StreamContext context) {
    this.context = context;
  }

  @Override
  public HeadersAction onHeaders(Direction direction, boolean endOfStream) {
    return direction == Direction.REQUEST
        ? context.onRequestHeaders(endOfStream)
        : context.onResponseHeaders(endOfStream);
  }

  @Override
  public DataAction onBody(Direction direction, boolean endOfStream) {
    return direction == Direction.REQUEST
        ? context.onRequestBody(endOfStream)
        : context.onResponseBody(endOfStream);
  }

  @Override
  public TrailersAction onTrailers(Direction direction) {
    return direction == Direction.REQUEST
        ? context.onRequestTrailers()
        : context.onResponseTrailers();
  }

  @Override
  public void close() {
    context.close();
  }
}
