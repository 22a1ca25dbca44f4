package dev.weir.proxywasm.context;

import dev.weir.engine.TrapException;
import dev.weir.engine.WasmFunction;
import dev.weir.engine.WasmInstance;
import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.AbiVersion;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.service.PluginServices;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One live instance with its contexts: enters the guest, and remembers for whom.
///
/// Owned by one thread at a time: the starting thread, then its lane. After any failure it never
/// enters the guest again.
///
/// What a guest asks for that acts outside of it (resume, local response, close) takes effect when
/// the outermost call has returned.
public final class Vm {
  private final AbiVersion abi;
  private final PluginSpec spec;
  private final PluginServices services;
  private final Lane lane;
  private final Guest guest;
  private final ContextTable contexts = new ContextTable();
  private final ArrayDeque<Runnable> deferred = new ArrayDeque<>();
  private final Metrics metrics = new Metrics();
  private final Callouts callouts = new Callouts();
  private final Reports reports;
  private Consumer<PluginException> onFailure = failure -> {};
  private Limit timeLimit = Limit.START;

  /// The context that hostcalls act on. It stays when the call returns, as the next one is often on
  /// behalf of the same: to store a young object in this old one costs a memory fence (G1's write
  /// barrier).
  private @Nullable Context effective;

  /// Whose callback runs, if the guest has set another effective context.
  private @Nullable Context caller;

  /// Calls into the guest that are under way inside each other.
  private int depth;

  private @Nullable PluginException failure;

  /// @param spec of the first plugin in this VM: its VM configuration, environment and limits count
  public Vm(AbiVersion abi, PluginSpec spec, PluginServices services, Lane lane) {
    this.abi = abi;
    this.spec = spec;
    this.services = services;
    this.lane = lane;
    this.guest = new Guest(spec.capabilities());
    this.reports = new Reports(spec, services);
  }

  /// Runs the module's own initialisation, once the guest has its instance.
  public void initialize() {
    Initialisation initialisation = new Initialisation();
    try {
      guest.initialize(initialisation);
    } catch (TrapException e) {
      throw fail(initialisation.running(), e);
    } finally {
      noticeRefusedGrowth();
    }
  }

  /// Takes over a copy of an instance that has initialised.
  public void resume(WasmInstance copy) {
    guest.resume(copy);
  }

  /// From here on calls are bounded by the limit for callbacks, and `listener` hears of a failure.
  public void started(Consumer<PluginException> listener) {
    guest.started();
    timeLimit = Limit.CALLBACK;
    onFailure = listener;
  }

  public AbiVersion abi() {
    return abi;
  }

  public PluginSpec spec() {
    return spec;
  }

  public PluginServices services() {
    return services;
  }

  public Lane lane() {
    return lane;
  }

  /// The instance inside.
  public Guest guest() {
    return guest;
  }

  public GuestMemory memory() {
    return guest.memory();
  }

  public Metrics metrics() {
    return metrics;
  }

  public Callouts callouts() {
    return callouts;
  }

  ContextTable contexts() {
    return contexts;
  }

  public boolean exports(Callback callback) {
    return guest.exports(callback);
  }

  /// Why this VM never enters the guest again, if it failed.
  public Optional<PluginException> failure() {
    return Optional.ofNullable(failure);
  }

  /// The context that hostcalls act on; empty outside of a call, and while the module initialises.
  public Optional<Context> effective() {
    return depth == 0 ? Optional.empty() : Optional.ofNullable(effective);
  }

  /// The context that hostcalls act on, during a call on behalf of one.
  public Context current() {
    Context context = effective;
    if (depth == 0 || context == null) {
      throw new IllegalStateException("no context: hostcall outside of a callback");
    }
    return context;
  }

  /// The context whose callback runs, whatever the effective one is: Envoy's foreign functions ask
  /// for it.
  public Context caller() {
    return caller == null ? current() : caller;
  }

  /// `proxy_set_effective_context`: lasts until the host's current call into the guest ends.
  public boolean setEffective(int contextId) {
    Context context = contexts.find(contextId).orElse(null);
    if (context == null) {
      return false;
    }
    if (caller == null) {
      caller = effective;
    }
    effective = context;
    return true;
  }

  /// Does `effect` once the outermost call into the guest has returned.
  public void defer(Runnable effect) {
    deferred.add(effect);
  }

  int call(Context context, Callback callback) {
    WasmFunction function = guest.function(callback);
    Context outer = enter(context);
    try {
      return (int) function.call(context.id());
    } catch (TrapException e) {
      throw fail(callback.exportName(), e);
    } finally {
      leave(outer);
    }
  }

  int call(Context context, Callback callback, int argument) {
    WasmFunction function = guest.function(callback);
    Context outer = enter(context);
    try {
      return (int) function.call(context.id(), argument);
    } catch (TrapException e) {
      throw fail(callback.exportName(), e);
    } finally {
      leave(outer);
    }
  }

  int call(Context context, Callback callback, int second, int third) {
    WasmFunction function = guest.function(callback);
    Context outer = enter(context);
    try {
      return (int) function.call(context.id(), second, third);
    } catch (TrapException e) {
      throw fail(callback.exportName(), e);
    } finally {
      leave(outer);
    }
  }

  int call(Context context, Callback callback, long[] arguments) {
    WasmFunction function = guest.function(callback);
    Context outer = enter(context);
    try {
      return (int) function.call(arguments);
    } catch (TrapException e) {
      throw fail(callback.exportName(), e);
    } finally {
      leave(outer);
    }
  }

  /// Number of parameters that the export has.
  int arity(Callback callback) {
    return guest.function(callback).arity();
  }

  /// @return the effective context of the call around this one, if there is one
  private @Nullable Context enter(Context context) {
    if (failure != null) {
      throw new PluginException.Unavailable(spec.name(), "its instance failed", failure);
    }
    Context outer = effective;
    if (outer != context) {
      effective = context;
    }
    depth++;
    return outer;
  }

  private void leave(@Nullable Context outer) {
    caller = null;
    if (depth > 1) {
      depth--;
      effective = outer;
      return;
    }
    noticeRefusedGrowth();
    depth = 0;
    if (!deferred.isEmpty()) {
      runDeferred();
    }
  }

  private void runDeferred() {
    while (!deferred.isEmpty()) {
      deferred.remove().run();
    }
  }

  /// A context ended: nothing here refers to it any more.
  void forget(Context context) {
    contexts.remove(context.id());
    if (context == effective) {
      effective = null;
    }
  }

  private void noticeRefusedGrowth() {
    if (guest.growthRefused()) {
      limitReached(Limit.MEMORY);
    }
  }

  /// Counts that whoever the guest runs for reached a bound.
  public void limitReached(Limit limit) {
    Optional<Context> context = effective();
    if (context.isPresent()) {
      context.get().plugin().limitReached(limit);
    } else {
      reports.limitReached(limit);
    }
  }

  /// Counts that the capabilities of this VM do not grant a call, and writes it once.
  public void denied(String function) {
    reports.denied(function);
  }

  /// Writes a line to the log of whoever the guest runs for, within its rate.
  public void log(LogLevel level, String line) {
    Optional<Context> context = effective();
    if (context.isPresent()) {
      context.get().plugin().log(level, line);
    } else {
      reports.log(level, line);
    }
  }

  /// The plugin that runs; while the module initialises, the first one.
  private PluginSpec failing() {
    return effective().map(context -> context.plugin().spec()).orElse(spec);
  }

  private PluginException fail(String callback, TrapException trap) {
    PluginException cause = Failures.of(failing(), callback, timeLimit, trap);
    cause.limit().ifPresent(this::limitReached);
    deferred.clear();
    failure = cause;
    onFailure.accept(cause);
    return cause;
  }

  /// What the failure of the module's start section means for the plugin.
  public PluginException startSectionFailed(TrapException trap) {
    return fail("the start section", trap);
  }

  /// Tells every stream in this VM that it failed outside of the stream's own callbacks.
  public void failStreams(PluginException cause) {
    contexts.forEach(context -> context.fail(cause));
  }

  /// As the other, for the streams of one plugin.
  public void failStreams(PluginContext plugin, PluginException cause) {
    contexts.forEach(context -> {
      if (context.plugin() == plugin) {
        context.fail(cause);
      }
    });
  }

  /// Releases the instance; contexts are gone without further callbacks.
  public void close() {
    if (failure == null) {
      failure = new PluginException.Unavailable(spec.name(), "closed");
    }
    callouts.cancelAll();
    contexts.forEach(context -> {
      if (context instanceof PluginContext plugin) {
        plugin.silence();
      }
    });
    contexts.clear();
    effective = null;
    deferred.clear();
    guest.close();
  }
}
