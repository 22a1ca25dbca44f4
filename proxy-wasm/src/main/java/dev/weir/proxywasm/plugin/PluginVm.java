package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.service.HostClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The VM of one or more plugins on one lane, across the instances that it goes through.
///
/// An instance that fails is replaced: by a spare that was started beforehand off the lane, so that
/// other requests notice nothing, then with backoff; a VM that keeps failing is quarantined.
/// Touched only on its lane, but for [#start].
///
/// ```
/// RUNNING ──failure, spare there──► RUNNING
///    │ failure                        ▲
///    ▼                                │ an instance arrives
///  DOWN (backoff or quarantine) ──────┘          last plugin leaves ──► CLOSED
/// ```
final class PluginVm {
  private sealed interface State {
    record Running(Instance instance) implements State {}

    record Down(PluginException cause) implements State {}

    record Closed() implements State {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(PluginVm.class);

  /// How long a plugin that is not done yet may stay before it is deleted all the same.
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

  private static final Duration AFTER_FAILED_START = Duration.ofSeconds(1);

  private final InstanceStart starts;
  private final HostClock clock;
  private final RestartPolicy policy;
  private final List<Plugin> plugins = new ArrayList<>();
  private Runnable onClosed = () -> {};
  private State state;
  private Optional<Instance> spare = Optional.empty();
  private boolean starting;

  private PluginVm(InstanceStart starts, HostClock clock, Instance first) {
    this.starts = starts;
    this.clock = clock;
    this.policy = new RestartPolicy(ThreadLocalRandom.current(), clock.monotonicNanos());
    this.state = new State.Running(first);
  }

  /// Starts a VM with one plugin; blocks until it can take traffic. Not on a lane.
  static PluginVm start(ProxyWasmModule module, Plugin plugin, Lane lane) {
    InstanceStart starts = new InstanceStart(module, lane);
    Instance first = starts.run(List.of(plugin));
    PluginVm vm = new PluginVm(starts, plugin.services().clock(), first);
    vm.add(plugin);
    lane.execute(() -> vm.activate(first));
    return vm;
  }

  /// Called on the lane once the last plugin has left.
  void onClosed(Runnable listener) {
    onClosed = listener;
  }

  boolean closed() {
    return state instanceof State.Closed;
  }

  /// The plugins in it now.
  List<Plugin> plugins() {
    return List.copyOf(plugins);
  }

  InstanceStart starts() {
    return starts;
  }

  /// Takes in another plugin. `trial` is an instance in which it has started beside the others, so
  /// that its configuration is known to be good; it becomes the spare.
  ///
  /// @throws PluginException when the running instance does not take the plugin all the same
  void join(Plugin plugin, Instance trial) {
    switch (state) {
      case State.Running(Instance instance) -> {
        PluginContext context =
            InstanceStart.configured(instance.vm(), plugin.spec(), plugin.services());
        instance.put(plugin, context);
        add(plugin);
        context.activate();
        replaceSpare(trial);
      }
      case State.Down _ -> {
        add(plugin);
        activate(trial);
      }
      case State.Closed() -> throw new IllegalStateException("VM closed");
    }
  }

  private void add(Plugin plugin) {
    plugins.add(plugin);
    plugin.services().state().acquire(plugin.spec().scope());
  }

  private void replaceSpare(Instance trial) {
    spare.ifPresent(Instance::close);
    spare = Optional.empty();
    if (trial.holds(plugins)) {
      spare = Optional.of(trial);
    } else {
      trial.close();
      prepareSpare();
    }
  }

  /// The plugin's context in the running instance.
  ///
  /// @throws PluginException.Unavailable if there is none at the moment
  PluginContext context(Plugin plugin) {
    if (state instanceof State.Running(Instance instance)) {
      return instance.context(plugin);
    }
    throw unavailable(plugin);
  }

  private PluginException.Unavailable unavailable(Plugin plugin) {
    return state instanceof State.Down(PluginException cause)
        ? new PluginException.Unavailable(plugin.spec().name(), "its instance failed", cause)
        : new PluginException.Unavailable(plugin.spec().name(), "closed");
  }

  void limitReached(Plugin plugin, Limit limit) {
    if (state instanceof State.Running(Instance instance)) {
      instance.context(plugin).limitReached(limit);
    } else {
      plugin.services().observer().limitReached(plugin.spec().name(), limit);
    }
  }

  private void activate(Instance instance) {
    if (closed()) {
      instance.close();
      return;
    }
    instance.vm().started(cause -> failed(instance, cause));
    state = new State.Running(instance);
    policy.running(clock.monotonicNanos());
    instance.activate();
    prepareSpare();
  }

  /// The instance failed, in the midst of a call into it.
  private void failed(Instance instance, PluginException cause) {
    LOG.error("{}: instance retired\n{}", cause.getMessage(), cause.backtrace());
    tell(plugin -> plugin.services().observer().retired(plugin.spec().name(), cause));
    starts.lane().execute(() -> retire(instance, cause));
    if (!(state instanceof State.Running(Instance running)) || running != instance) {
      return;
    }
    state = new State.Down(cause);
    switch (policy.failed(clock.monotonicNanos())) {
      case RestartPolicy.Next.AtOnce() -> replace();
      case RestartPolicy.Next.After(Duration delay) -> replaceAfter(delay);
      case RestartPolicy.Next.Quarantine(Duration rest) -> quarantine(cause, rest);
    }
  }

  private static void retire(Instance instance, PluginException cause) {
    instance.vm().failStreams(cause);
    instance.close();
  }

  private void replaceAfter(Duration delay) {
    tell(plugin -> plugin.services().observer().restarting(plugin.spec().name(), delay));
    starts.lane().schedule(this::replace, delay);
  }

  private void quarantine(PluginException cause, Duration rest) {
    tell(plugin -> plugin.services().observer().quarantined(plugin.spec().name(), cause, rest));
    starts.lane().schedule(this::replace, rest);
  }

  private void replace() {
    if (!(state instanceof State.Down)) {
      return;
    }
    if (spare.isPresent()) {
      Instance next = spare.get();
      spare = Optional.empty();
      activate(next);
    } else {
      prepareSpare();
    }
  }

  private void prepareSpare() {
    if (!starting && spare.isEmpty() && !plugins.isEmpty()) {
      starting = true;
      List<Plugin> wanted = plugins();
      wanted.getFirst().services().loader().execute(() -> startAnother(wanted));
    }
  }

  /// On the loader's thread.
  private void startAnother(List<Plugin> wanted) {
    try {
      Instance started = starts.run(wanted);
      starts.lane().execute(() -> arrived(started));
    } catch (PluginException e) {
      starts.lane().execute(() -> startFailed(e));
    }
  }

  private void arrived(Instance started) {
    starting = false;
    if (closed() || !started.holds(plugins)) {
      started.close();
      prepareSpare();
    } else if (state instanceof State.Down) {
      activate(started);
    } else {
      spare = Optional.of(started);
    }
  }

  private void startFailed(PluginException cause) {
    starting = false;
    if (!(state instanceof State.Down)) {
      return; // tried again when an instance is needed
    }
    LOG.error("{}: no replacement\n{}", cause.getMessage(), cause.backtrace());
    state = new State.Down(cause);
    policy.running(clock.monotonicNanos());
    switch (policy.failed(clock.monotonicNanos())) {
      case RestartPolicy.Next.AtOnce() -> replaceAfter(AFTER_FAILED_START);
      case RestartPolicy.Next.After(Duration backoff) -> replaceAfter(backoff);
      case RestartPolicy.Next.Quarantine(Duration rest) -> quarantine(cause, rest);
    }
  }

  /// Ends a plugin; the last one takes the VM with it.
  void leave(Plugin plugin) {
    if (!plugins.remove(plugin)) {
      return;
    }
    plugin.services().state().release(plugin.spec().scope());
    spare.ifPresent(Instance::close);
    spare = Optional.empty();
    if (state instanceof State.Running(Instance instance)) {
      PluginContext context = instance.context(plugin);
      context
          .vm()
          .failStreams(context, new PluginException.Unavailable(plugin.spec().name(), "closed"));
      instance.remove(plugin);
      if (!context.finish(() -> gone(instance))) {
        starts.lane().schedule(context::abandon, LONGEST_GOODBYE);
      }
    }
    if (plugins.isEmpty()) {
      state = new State.Closed();
      onClosed.run();
    } else {
      prepareSpare();
    }
  }

  private static void gone(Instance instance) {
    if (instance.isEmpty()) {
      instance.close();
    }
  }

  private void tell(Consumer<Plugin> what) {
    plugins().forEach(what);
  }
}
