package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.http.PropertyStore;
import dev.weir.proxywasm.service.PluginServices;
import dev.weir.proxywasm.service.Upstreams;
import dev.weir.proxywasm.tcp.TcpConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One plugin's own context in a VM, from which its streams' contexts are made.
///
/// Timers and notifications reach the guest only after [#activate], which the lane calls when it
/// takes the plugin over.
public final class PluginContext extends Context {
  private final Vm vm;
  private final PluginSpec spec;
  private final PluginServices services;
  private final Reports reports;
  private final boolean strict;
  private final CalloutReply reply = new CalloutReply();
  private final TickTimer timer;
  private final QueueListener queues;
  private Runnable onGone = () -> {};
  private boolean configuring;
  private boolean active;
  private boolean donePending;
  private boolean gone;

  private PluginContext(int id, Vm vm, PluginSpec spec, PluginServices services) {
    super(id);
    this.vm = vm;
    this.spec = spec;
    this.services = services;
    this.reports = new Reports(spec, services);
    this.strict = spec.behaviour().strict();
    this.timer = new TickTimer(vm.lane(), () -> event(Callback.TICK));
    this.queues =
        new QueueListener(services.state(), vm.lane(), queue -> event(Callback.QUEUE_READY, queue));
  }

  /// Creates the context in the guest.
  public static PluginContext create(Vm vm, PluginSpec spec, PluginServices services) {
    PluginContext plugin = new PluginContext(vm.contexts().nextId(), vm, spec, services);
    vm.contexts().put(plugin);
    if (vm.exports(Callback.CONTEXT_CREATE)) {
      vm.call(plugin, Callback.CONTEXT_CREATE, 0);
    }
    return plugin;
  }

  /// `proxy_on_vm_start`, which Envoy calls for every plugin context. False: the plugin refuses.
  public boolean start() {
    return !vm.exports(Callback.VM_START)
        || vm.call(this, Callback.VM_START, vm.spec().vmConfiguration().length()) != 0;
  }

  /// `proxy_validate_configuration` and `proxy_on_configure`. False: the plugin refuses.
  public boolean configure() {
    configuring = true;
    try {
      int size = spec.configuration().length();
      return accepts(Callback.VALIDATE_CONFIGURATION, size) && accepts(Callback.CONFIGURE, size);
    } finally {
      configuring = false;
    }
  }

  private boolean accepts(Callback callback, int size) {
    return !vm.exports(callback) || vm.call(this, callback, size) != 0;
  }

  /// The lane has taken over: timers run and notifications arrive from now on.
  public void activate() {
    active = true;
    queues.start();
    vm.callouts().activate(this);
    if (vm.exports(Callback.TICK)) {
      timer.start();
    }
  }

  /// Opens a stream's context; `proxy_on_context_create` runs at once.
  public StreamContext open(HttpExchange exchange) {
    StreamContext stream = new StreamContext(vm.contexts().nextId(), this, exchange);
    stream.create();
    return stream;
  }

  /// As the other, for a TCP connection.
  public ConnectionContext open(TcpConnection connection) {
    ConnectionContext context = new ConnectionContext(vm.contexts().nextId(), this, connection);
    context.create();
    return context;
  }

  /// `proxy_set_tick_period_milliseconds`; zero disarms.
  public void setTickPeriod(Duration period) {
    timer.setPeriod(period);
  }

  /// `proxy_register_shared_queue`; empty if there would be too many.
  public OptionalInt registerQueue(String name) {
    return queues.register(scope(), name, spec.limits().shared().queues());
  }

  /// Calls a callback that no stream waits for; a failure in it concerns the VM's owner alone.
  private void event(Callback callback, int... arguments) {
    if (gone || !active || vm.failure().isPresent() || !vm.exports(callback)) {
      return;
    }
    long[] all = new long[arguments.length + 1];
    all[0] = id();
    for (int i = 0; i < arguments.length; i++) {
      all[i + 1] = arguments[i];
    }
    try {
      vm.call(this, callback, all);
    } catch (PluginException e) {
      timer.stop(); // the VM has told its owner
    }
  }

  /// Ends the plugin in the guest: done and delete. If the guest answers that it is not done yet,
  /// its timer, queues and calls go on until it says so by [#done], or until [#abandon].
  ///
  /// @param then runs once the plugin is gone
  /// @return whether it is gone already
  public boolean finish(Runnable then) {
    onGone = then;
    try {
      if (vm.failure().isEmpty()
          && vm.exports(Callback.DONE)
          && vm.call(this, Callback.DONE) == 0) {
        donePending = true;
        return false;
      }
    } catch (PluginException e) {
      // the VM has told its owner
    }
    abandon();
    return true;
  }

  /// `proxy_done`: false if nothing waits for it.
  public boolean done() {
    if (!donePending) {
      return false;
    }
    donePending = false;
    vm.defer(this::abandon);
    return true;
  }

  /// Ends the plugin without waiting any longer; without effect once it is gone.
  public void abandon() {
    if (gone) {
      return;
    }
    silence();
    vm.callouts().cancel(this);
    try {
      if (vm.failure().isEmpty() && vm.exports(Callback.DELETE)) {
        vm.call(this, Callback.DELETE);
      }
    } catch (PluginException e) {
      // the VM has told its owner
    }
    vm.forget(this);
    onGone.run();
  }

  /// No timer and no queue calls the guest from here on.
  void silence() {
    gone = true;
    timer.stop();
    queues.stop();
  }

  /// Opens an HTTP call.
  ///
  /// @return its token; empty if it cannot be sent
  public OptionalInt call(Upstreams.HttpRequest request) {
    int token = vm.callouts().nextToken(Callouts.Kind.HTTP);
    return started(new HttpCallout(this, token, request));
  }

  /// Opens a gRPC call with one message, or a stream.
  ///
  /// @return its token; empty if it cannot be sent
  public OptionalInt call(Upstreams.GrpcRequest request, Optional<Bytes> unary) {
    Callouts.Kind kind = unary.isPresent() ? Callouts.Kind.GRPC_UNARY : Callouts.Kind.GRPC_STREAM;
    return started(new GrpcCallout(this, vm.callouts().nextToken(kind), request, unary));
  }

  private OptionalInt started(Callout callout) {
    return vm.callouts().start(callout) ? OptionalInt.of(callout.token()) : OptionalInt.empty();
  }

  /// Calls the callback that a callout's event has; what came back is readable in it alone.
  void replied(Callback callback, int... arguments) {
    vm.defer(reply::hide); // before what the callback asks for, which may call others
    event(callback, arguments);
    reply.hide();
  }

  CalloutReply reply() {
    return reply;
  }

  Callouts callouts() {
    return vm.callouts();
  }

  boolean active() {
    return active;
  }

  /// Code and message of what happened last to a call.
  public int status() {
    return reply.status();
  }

  public String statusMessage() {
    return reply.message();
  }

  /// Whether something is under way that may make the plugin resume a stream it holds.
  boolean expectsEvents() {
    return timer.armed() || queues.registered() || vm.callouts().open(this) > 0;
  }

  /// The last warning or error that the plugin logged: where it refuses to start, that is its only
  /// way to say why.
  public Optional<String> complaint() {
    return reports.complaint();
  }

  /// Writes a line to the plugin's log, within its rate.
  public void log(LogLevel level, String line) {
    reports.log(level, line);
  }

  /// Counts that a bound was reached, and writes it now and then.
  public void limitReached(Limit limit) {
    reports.limitReached(limit);
  }

  /// Counts what a rule made the host drop.
  public void dropped(String what) {
    reports.dropped(what);
  }

  /// Counts a stream that is held for ever.
  void stalled(Callback callback) {
    reports.stalled(callback.exportName());
  }

  public Vm vm() {
    return vm;
  }

  public PluginSpec spec() {
    return spec;
  }

  public PluginServices services() {
    return services;
  }

  /// What shared data and queues belong to: the VM id, or the plugin itself if it has none.
  public String scope() {
    return spec.scope();
  }

  public boolean strict() {
    return strict;
  }

  /// A buffer that belongs to the plugin and not to a stream; empty while there is none.
  public Optional<Bytes> buffer(BufferType type) {
    return switch (type) {
      case PLUGIN_CONFIGURATION ->
          configuring ? Optional.of(spec.configuration()) : Optional.empty();
      case VM_CONFIGURATION -> Optional.of(vm.spec().vmConfiguration());
      default -> reply.buffer(type);
    };
  }

  @Override
  public PluginContext plugin() {
    return this;
  }

  @Override
  public Optional<PropertyStore> properties() {
    return Optional.empty();
  }

  @Override
  public void setProperty(List<String> path, Bytes value) {}

  @Override
  public Optional<BodyBuffer> body(BufferType type) {
    return Optional.empty();
  }

  @Override
  public Optional<HeaderMap> headers(MapType map) {
    return reply.map(map);
  }

  @Override
  public Optional<HeaderMap> editable(MapType map) {
    return Optional.empty();
  }

  @Override
  public boolean logging() {
    return false;
  }

  @Override
  void fail(PluginException failure) {}
}
