package dev.weir.cli.bench.host.measure;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.ModuleFacts;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.plugin.ProxyWasmModule;
import dev.weir.proxywasm.state.LocalServices;
import java.time.Duration;

/// Simulated requests through the whole proxy-wasm host.
final class PluginRequests implements Requests, AutoCloseable {
  private final Plugin plugin;
  private final ModuleFacts facts;
  private final BenchExchange exchange;
  private final boolean withBody;

  PluginRequests(ProxyWasmModule module, Subject subject, byte[] body) {
    this.plugin =
        start(module, subject, PluginLimits.defaults().withCallback(Duration.ofSeconds(1)));
    this.facts = module.facts();
    this.exchange = new BenchExchange(subject, body);
    this.withBody = body.length > 0;
  }

  /// A started plugin without the spare instance that it has in production.
  static Plugin start(ProxyWasmModule module, Subject subject, PluginLimits limits) {
    PluginSpec spec =
        PluginSpec.of(subject.name(), Bytes.utf8(subject.configuration())).withLimits(limits);
    return Plugin.start(module, spec, LocalServices.create(spare -> {}), new InlineLane());
  }

  @Override
  public void one() {
    exchange.begin();
    StreamContext stream = plugin.open(exchange);
    stream.onRequestHeaders(!withBody);
    if (withBody && facts.seesRequestBody()) {
      exchange.showBody();
      stream.onRequestBody(true);
    }
    exchange.respond();
    stream.onResponseHeaders(!withBody);
    if (withBody && facts.seesResponseBody()) {
      exchange.showBody();
      stream.onResponseBody(true);
    }
    stream.close();
    if (exchange.failed()) {
      throw new IllegalStateException(
          "%s: failed or answered itself (expected: that the request passes)"
              .formatted(plugin.spec().name()));
    }
  }

  @Override
  public void close() {
    plugin.close();
  }

  /// The calling thread is the lane; nothing is ever due later.
  private static final class InlineLane implements Lane {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public Cancellable schedule(Runnable task, Duration delay) {
      return () -> {};
    }

    @Override
    public boolean isCurrent() {
      return true;
    }
  }
}
