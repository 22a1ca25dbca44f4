package dev.weir.extproc.load;

import dev.weir.extproc.chain.PluginConnection;
import dev.weir.extproc.chain.PluginStream;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.tcp.TcpConnection;

/// A plugin that cannot run at all: its fail strategy meets every request that it would have seen.
final class UnavailableStage implements Stage {
  private final StageSetup setup;
  private final String reason;

  UnavailableStage(StageSetup setup, String reason) {
    this.setup = setup;
    this.reason = reason;
  }

  @Override
  public String name() {
    return setup.name();
  }

  @Override
  public FailStrategy failStrategy() {
    return setup.failStrategy();
  }

  @Override
  public long heldBodyBytes() {
    return setup.heldBodyBytes();
  }

  @Override
  public void holdsTooMuch() {}

  @Override
  public boolean appliesTo(HeaderMap requestHeaders) {
    return setup.traffic().accepts(requestHeaders);
  }

  @Override
  public boolean sees(Direction direction, Part part) {
    return part == Part.HEADERS;
  }

  @Override
  public boolean seesEnd() {
    return false;
  }

  @Override
  public boolean resumesByItself() {
    return false;
  }

  @Override
  public PluginStream open(HttpExchange exchange) {
    throw new PluginException.Unavailable(setup.name(), reason);
  }

  @Override
  public PluginConnection open(TcpConnection connection) {
    throw new PluginException.Unavailable(setup.name(), reason);
  }
}
