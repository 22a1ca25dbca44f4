package dev.weir.extproc.load;

import dev.weir.extproc.chain.PluginConnection;
import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.abi.NetworkAction;
import dev.weir.proxywasm.abi.PeerType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.context.ConnectionContext;

/// A connection context, measured: data counts as a body, the begin as request headers.
final class ContextConnection implements PluginConnection {
  private final ConnectionContext context;
  private final PluginMeter meter;

  ContextConnection(ConnectionContext context, PluginMeter meter) {
    this.context = context;
    this.meter = meter;
    meter.opened();
  }

  @Override
  public NetworkAction onNewConnection() {
    long begin = System.nanoTime();
    try {
      return context.onNewConnection();
    } finally {
      meter.called(Direction.REQUEST, Part.HEADERS, System.nanoTime() - begin);
    }
  }

  @Override
  public NetworkAction onData(StreamType from, boolean endOfStream) {
    long begin = System.nanoTime();
    try {
      return context.onData(from, endOfStream);
    } finally {
      Direction direction = from == StreamType.DOWNSTREAM ? Direction.REQUEST : Direction.RESPONSE;
      meter.called(direction, Part.BODY, System.nanoTime() - begin);
    }
  }

  @Override
  public void onDownstreamClose(PeerType peer) {
    context.onDownstreamClose(peer);
  }

  @Override
  public void onUpstreamClose(PeerType peer) {
    context.onUpstreamClose(peer);
  }

  @Override
  public void close() {
    context.close();
    meter.closed();
  }
}
