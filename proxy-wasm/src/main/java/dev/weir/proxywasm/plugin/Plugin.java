package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.service.PluginServices;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One plugin on one lane: a VM instance and the plugin's context in it.
///
/// [#start] may run on any thread but a lane; after it the plugin is touched only on its lane.
///
/// An instance that fails is replaced: by a spare that was started beforehand off the lane, so that
/// other requests notice nothing, then with backoff; a plugin that keeps failing is quarantined.
///
/// ```
/// RUNNING ──failure, spare there──► RUNNING
///    │ failure                        ▲
///    ▼                                │ an instance arrives
///  DOWN (backoff or quarantine) ──────┘          close ──► CLOSED
/// ```
public final class Plugin implements AutoCloseable {
  private sealed interface State {
    record Running(PluginContext context) implements State {}

    record Down(PluginException cause) implements State {}

    record Closed() implements State {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(Plugin.class);

  private final InstanceStart starts;
  private final RestartPolicy policy;
  private State state;
  private Optional<PluginContext> spare = Optional.empty();
  private boolean starting;

  private Plugin(InstanceStart starts, PluginContext first) {
    this.starts = starts;
    this.policy = new RestartPolicy(ThreadLocalRandom.current(), now());
    this.state = new State.Running(first);
  }

  /// Instantiates, starts and configures; blocks until the plugin can take traffic.
  ///
  /// @throws PluginException when the plugin cannot start or refuses its configuration
  public static Plugin start(
      ProxyWasmModule module, PluginSpec spec, PluginServices services, Lane lane) {
    InstanceStart starts = new InstanceStart(module, spec, services, lane);
    PluginContext first = starts.run();
    Plugin plugin = new Plugin(starts, first);
    lane.execute(() -> plugin.activate(first));
    return plugin;
  }

  /// Runs synthetic requests in a throw-away instance until latency flattens; blocks for at most
  /// about two seconds. Off the lanes, before the plugin takes traffic.
  ///
  /// @throws PluginException when the plugin cannot start or refuses its configuration
  public static void warmUp(ProxyWasmModule module, PluginSpec spec) {
    WarmUp.run(module, spec);
  }

  /// Opens a context for an exchange. Its `proxy_on_context_create` runs at once.
  ///
  /// @throws PluginException.Unavailable when the plugin cannot run now
  public StreamContext open(HttpExchange exchange) {
    return switch (state) {
      case State.Running(PluginContext context) -> context.open(exchange);
      case State.Down(PluginException cause) ->
          throw new PluginException.Unavailable(name(), "its instance failed", cause);
      case State.Closed() -> throw new PluginException.Unavailable(name(), "closed");
    };
  }

  /// Number of streams open in this plugin.
  public int streams() {
    return state instanceof State.Running(PluginContext context) ? context.streams() : 0;
  }

  private void activate(PluginContext context) {
    if (state instanceof State.Closed) {
      context.vm().close();
      return;
    }
    context.vm().started(cause -> failed(context, cause));
    state = new State.Running(context);
    context.activate();
    prepareSpare();
  }

  /// The instance of `context` failed, in the midst of a call into it.
  private void failed(PluginContext context, PluginException cause) {
    LOG.error("{}: instance retired\n{}", cause.getMessage(), cause.backtrace());
    starts.services().observer().retired(name(), cause);
    starts.lane().execute(() -> retire(context, cause));
    if (!(state instanceof State.Running(PluginContext running)) || running != context) {
      return;
    }
    state = new State.Down(cause);
    switch (policy.failed(now())) {
      case RestartPolicy.Next.AtOnce() -> replace();
      case RestartPolicy.Next.After(Duration delay) -> {
        starts.services().observer().restarting(name(), delay);
        starts.lane().schedule(this::replace, delay);
      }
      case RestartPolicy.Next.Quarantine(Duration rest) -> {
        starts.services().observer().quarantined(name(), cause, rest);
        starts.lane().schedule(this::replace, rest);
      }
    }
  }

  private static void retire(PluginContext context, PluginException cause) {
    context.vm().failStreams(cause);
    context.vm().close();
  }

  private void replace() {
    if (!(state instanceof State.Down)) {
      return;
    }
    if (spare.isPresent()) {
      PluginContext next = spare.get();
      spare = Optional.empty();
      activate(next);
    } else {
      prepareSpare();
    }
  }

  private void prepareSpare() {
    if (!starting && spare.isEmpty()) {
      starting = true;
      starts.services().loader().execute(this::startAnother);
    }
  }

  /// On the loader's thread.
  private void startAnother() {
    try {
      PluginContext started = starts.run();
      starts.lane().execute(() -> arrived(started));
    } catch (PluginException e) {
      starts.lane().execute(() -> startFailed(e));
    }
  }

  private void arrived(PluginContext started) {
    starting = false;
    switch (state) {
      case State.Running _ -> spare = Optional.of(started);
      case State.Down _ -> activate(started);
      case State.Closed() -> started.vm().close();
    }
  }

  private void startFailed(PluginException cause) {
    starting = false;
    if (!(state instanceof State.Down)) {
      return; // tried again when an instance is needed
    }
    LOG.error("{}: no replacement", cause.getMessage());
    state = new State.Down(cause);
    Duration delay =
        switch (policy.failed(now())) {
          case RestartPolicy.Next.AtOnce() -> Duration.ofSeconds(1);
          case RestartPolicy.Next.After(Duration backoff) -> backoff;
          case RestartPolicy.Next.Quarantine(Duration rest) -> rest;
        };
    starts.services().observer().restarting(name(), delay);
    starts.lane().schedule(this::replace, delay);
  }

  /// Ends the plugin context (done, delete); streams still in it are failed.
  @Override
  public void close() {
    spare.ifPresent(context -> context.vm().close());
    spare = Optional.empty();
    if (state instanceof State.Running(PluginContext context)) {
      state = new State.Closed();
      context.vm().failStreams(new PluginException.Unavailable(name(), "closed"));
      context.finish();
      context.vm().close();
    }
    state = new State.Closed();
  }

  private String name() {
    return starts.spec().name();
  }

  private long now() {
    return starts.services().clock().monotonicNanos();
  }
}
