package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.http.PropertyStore;
import java.util.List;
import java.util.Optional;

/// What an HTTP stream and a TCP connection have in common: they are begun and ended once, belong
/// to a plugin, and leave the VM when it fails in one of their calls.
abstract sealed class TrafficContext extends Context permits StreamContext, ConnectionContext {
  final Vm vm;
  final PluginContext plugin;
  final StreamBudget budget;
  private boolean closed;

  TrafficContext(int id, PluginContext plugin) {
    super(id);
    this.vm = plugin.vm();
    this.plugin = plugin;
    this.budget = new StreamBudget(plugin);
  }

  /// The guest hears of it, if it wants to.
  final void create() {
    vm.contexts().put(this);
    if (!vm.exports(Callback.CONTEXT_CREATE)) {
      return;
    }
    try {
      vm.call(this, Callback.CONTEXT_CREATE, plugin.id());
    } catch (PluginException e) {
      leave();
      throw e;
    }
  }

  /// It ended: log, done and delete. Never throws; a second call has no effect.
  public final void close() {
    if (closed) {
      return;
    }
    try {
      if (vm.failure().isEmpty()) {
        finish();
      }
    } catch (PluginException e) {
      // The VM has told its owner, and this context needs nothing more from it.
    } finally {
      leave();
    }
  }

  /// Calls what the guest is to hear at the end, in Envoy's order.
  abstract void finish();

  /// Calls a callback without arguments, if the guest has it.
  final void callIfExported(Callback callback) {
    if (vm.exports(callback)) {
      vm.call(this, callback);
    }
  }

  /// The guest knows it no more.
  final void leave() {
    if (!closed) {
      closed = true;
      vm.forget(this);
    }
  }

  @Override
  final void fail(PluginException failure) {
    if (!closed) {
      leave();
      tell(failure);
    }
  }

  /// Whoever opened this hears of the failure.
  abstract void tell(PluginException failure);

  /// The plugin holds what it was called for. If no further callback is due and nothing else will
  /// call the plugin, it holds it for ever.
  final void reportStall(Callback callback, boolean last) {
    if (last && !plugin.expectsEvents()) {
      plugin.stalled(callback);
    }
  }

  /// Acts outside of the guest when its call has returned, unless this has ended by then.
  final void defer(Runnable effect) {
    vm.defer(() -> {
      if (!closed) {
        effect.run();
      }
    });
  }

  @Override
  public final PluginContext plugin() {
    return plugin;
  }

  /// What its properties are kept in.
  abstract PropertyStore store();

  @Override
  public final Optional<PropertyStore> properties() {
    return Optional.of(store());
  }

  @Override
  public final void setProperty(List<String> path, Bytes value) {
    budget.setProperty(store(), path, value);
  }
}
