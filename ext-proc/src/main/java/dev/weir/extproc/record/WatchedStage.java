package dev.weir.extproc.record;

import dev.weir.extproc.chain.PluginConnection;
import dev.weir.extproc.chain.PluginStream;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.tcp.TcpConnection;
import java.util.function.Function;

/// A plugin whose exchanges are written down; for traced streams only.
final class WatchedStage implements Stage {
  private final Stage stage;
  private final Function<String, PluginVisit> visits;

  /// @param visits begins a visit of the plugin of this name
  WatchedStage(Stage stage, Function<String, PluginVisit> visits) {
    this.stage = stage;
    this.visits = visits;
  }

  @Override
  public String name() {
    return stage.name();
  }

  @Override
  public FailStrategy failStrategy() {
    return stage.failStrategy();
  }

  @Override
  public long heldBodyBytes() {
    return stage.heldBodyBytes();
  }

  @Override
  public void holdsTooMuch() {
    stage.holdsTooMuch();
  }

  @Override
  public boolean appliesTo(HeaderMap requestHeaders) {
    return stage.appliesTo(requestHeaders);
  }

  @Override
  public boolean sees(Direction direction, Part part) {
    return stage.sees(direction, part);
  }

  @Override
  public boolean seesEnd() {
    return stage.seesEnd();
  }

  @Override
  public boolean resumesByItself() {
    return stage.resumesByItself();
  }

  @Override
  public PluginStream open(HttpExchange exchange) {
    PluginVisit visit = visits.apply(stage.name());
    return new WatchedStream(stage.open(new WatchedExchange(exchange, visit)), visit);
  }

  @Override
  public PluginConnection open(TcpConnection connection) {
    return stage.open(connection);
  }
}
