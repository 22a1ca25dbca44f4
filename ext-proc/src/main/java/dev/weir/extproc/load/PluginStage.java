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
  private final Set<Part> requestParts = EnumSet.noneOf(Part.class);
  private final Set<Part> responseParts = EnumSet.noneOf(Part.class);
  private final boolean seesEnd;

  PluginStage(StageSetup setup, ModuleFacts facts, Plugin plugin, PluginMeter meter) {
    this.meter = meter;
    this.setup = setup;
    this.facts = facts;
    this.plugin = plugin;
    for (Part part : Part.values()) {
      if (inRequests(facts, part)) {
        requestParts.add(part);
      }
      if (inResponses(facts, part)) {
        responseParts.add(part);
      }
    }
    seesEnd = facts.callbacks().contains("proxy_on_log");
  }

  private static boolean inRequests(ModuleFacts facts, Part part) {
    return switch (part) {
      case HEADERS -> facts.seesRequestHeaders();
      case BODY -> facts.seesRequestBody();
      case TRAILERS -> facts.seesRequestTrailers();
    };
  }

  private static boolean inResponses(ModuleFacts facts, Part part) {
    return switch (part) {
      case HEADERS -> facts.seesResponseHeaders();
      case BODY -> facts.seesResponseBody();
      case TRAILERS -> facts.seesResponseTrailers();
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
