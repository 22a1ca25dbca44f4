package dev.weir.extproc.load;

import dev.weir.extproc.chain.PluginStream;
import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.TrailersAction;
import dev.weir.proxywasm.context.StreamContext;

/// A stream context, by direction and measured.
final class ContextStream implements PluginStream {
  private final StreamContext context;
  private final PluginMeter meter;

  ContextStream(StreamContext context, PluginMeter meter) {
    this.context = context;
    this.meter = meter;
    meter.opened();
  }

  @Override
  public HeadersAction onHeaders(Direction direction, boolean endOfStream) {
    long begin = System.nanoTime();
    try {
      return direction == Direction.REQUEST
          ? context.onRequestHeaders(endOfStream)
          : context.onResponseHeaders(endOfStream);
    } finally {
      meter.called(direction, Part.HEADERS, System.nanoTime() - begin);
    }
  }

  @Override
  public DataAction onBody(Direction direction, boolean endOfStream) {
    long begin = System.nanoTime();
    try {
      return direction == Direction.REQUEST
          ? context.onRequestBody(endOfStream)
          : context.onResponseBody(endOfStream);
    } finally {
      meter.called(direction, Part.BODY, System.nanoTime() - begin);
    }
  }

  @Override
  public TrailersAction onTrailers(Direction direction) {
    long begin = System.nanoTime();
    try {
      return direction == Direction.REQUEST
          ? context.onRequestTrailers()
          : context.onResponseTrailers();
    } finally {
      meter.called(direction, Part.TRAILERS, System.nanoTime() - begin);
    }
  }

  @Override
  public void close() {
    context.close();
    meter.closed();
  }
}
