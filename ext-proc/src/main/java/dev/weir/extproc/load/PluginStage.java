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
import java.util.EnumSet;
import java.util.Set;

/// A plugin that runs.
final class PluginStage implements Stage {
  private final StageSetup setup;
  private final ModuleFacts facts;
  private final Plugin plugin;
  private final PluginMeter meter;

  // asked many times for each exchange
  private final Set<Part> requestParts;
  private final Set<Part> responseParts;
  private final boolean seesEnd;

  PluginStage(StageSetup setup, ModuleFacts facts, Plugin plugin, PluginMeter meter) {
    this.meter = meter;
    this.setup = setup;
    this.facts = facts;
    this.plugin = plugin;
    requestParts = parts(Direction.REQUEST, facts);
    responseParts = parts(Direction.RESPONSE, facts);
    seesEnd = facts.callbacks().contains("proxy_on_log");
  }

  private static Set<Part> parts(Direction direction, ModuleFacts facts) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (Part part : Part.values()) {
      if (sees(direction, part, facts)) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static boolean sees(Direction direction, Part part, ModuleFacts facts) {
    boolean request = direction == Direction.REQUEST;
    return switch (part) {
      case HEADERS -> request ? facts.seesRequestHeaders() : facts.seesResponseHeaders();
      case BODY -> request ? facts.seesRequestBody() : facts.seesResponseBody();
      case TRAILERS -> request ? facts.seesRequestTrailers() : facts.seesResponseTrailers();
    };
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
    return (direction == Direction.REQUEST ? requestParts : responseParts).contains(part);
  }

  @Override
  public boolean seesEnd() {
    return seesEnd;
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
