package dev.weir.extproc.load;

import dev.weir.extproc.chain.PluginConnection;
import dev.weir.extproc.chain.PluginStream;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.ModuleFacts;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.tcp.TcpConnection;

/// A plugin that runs.
final class PluginStage implements Stage {
  private final StageSetup setup;
  private final ModuleFacts facts;
  private final Plugin plugin;
  private final PluginMeter meter;

  PluginStage(StageSetup setup, ModuleFacts facts, Plugin plugin, PluginMeter meter) {
    this.meter = meter;
    this.setup = setup;
    this.facts = facts;
    this.plugin = plugin;
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
  public void holdsTooMuch() {
    plugin.limitReached(Limit.HELD_BODY);
  }

  @Override
  public boolean appliesTo(HeaderMap requestHeaders) {
    return setup.traffic().accepts(requestHeaders);
  }

  @Override
  public boolean sees(Direction direction, Part part) {
    boolean request = direction == Direction.REQUEST;
    return switch (part) {
      case HEADERS -> request ? facts.seesRequestHeaders() : facts.seesResponseHeaders();
      case BODY -> request ? facts.seesRequestBody() : facts.seesResponseBody();
      case TRAILERS -> request ? facts.seesRequestTrailers() : facts.seesResponseTrailers();
    };
  }

  @Override
  public boolean seesEnd() {
    return facts.callbacks().contains("proxy_on_log");
  }

  @Override
  public boolean resumesByItself() {
    return facts.makesCallouts()
        || facts.callbacks().contains("proxy_on_tick")
        || facts.callbacks().contains("proxy_on_queue_ready");
  }

  @Override
  public PluginStream open(HttpExchange exchange) {
    return new ContextStream(plugin.open(exchange), meter);
  }

  @Override
  public PluginConnection open(TcpConnection connection) {
    return new ContextConnection(plugin.open(connection), meter);
  }
}
