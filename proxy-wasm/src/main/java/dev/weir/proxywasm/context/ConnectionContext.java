package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.NetworkAction;
import dev.weir.proxywasm.abi.PeerType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.PropertyStore;
import dev.weir.proxywasm.tcp.TcpConnection;
import java.util.List;
import java.util.Optional;

/// One plugin's stream context for one TCP connection. Touched only on the plugin's lane.
///
/// A callback that the module does not export answers CONTINUE without touching the VM. Each throws
/// a `PluginException` when the plugin fails in it, or has failed before.
public final class ConnectionContext extends Context {
  private final Vm vm;
  private final PluginContext plugin;
  private final TcpConnection connection;
  private final StreamBudget budget;
  private Optional<StreamType> inCallback = Optional.empty();
  private boolean resumedInCallback;
  private boolean closesConnection;
  private boolean logging;
  private boolean closed;

  ConnectionContext(int id, PluginContext plugin, TcpConnection connection) {
    super(id);
    this.vm = plugin.vm();
    this.plugin = plugin;
    this.connection = connection;
    this.budget = new StreamBudget(plugin);
  }

  void create(int parent) {
    try {
      vm.call(this, Callback.CONTEXT_CREATE, parent);
    } catch (PluginException e) {
      leave();
      throw e;
    }
  }

  /// `proxy_on_new_connection`. A pause holds back whatever comes behind this plugin.
  public NetworkAction onNewConnection() {
    if (!vm.exports(Callback.NEW_CONNECTION)) {
      return NetworkAction.CONTINUE;
    }
    enter(StreamType.DOWNSTREAM);
    try {
      return action(vm.call(this, Callback.NEW_CONNECTION));
    } catch (PluginException e) {
      leave();
      throw e;
    } finally {
      inCallback = Optional.empty();
    }
  }

  /// `proxy_on_downstream_data` or `proxy_on_upstream_data`: the size that the plugin hears is that
  /// of the data which the connection shows now.
  ///
  /// @param from `DOWNSTREAM` or `UPSTREAM`
  public NetworkAction onData(StreamType from, boolean endOfStream) {
    Callback callback =
        from == StreamType.DOWNSTREAM ? Callback.DOWNSTREAM_DATA : Callback.UPSTREAM_DATA;
    if (!vm.exports(callback)) {
      return NetworkAction.CONTINUE;
    }
    int size = connection.data(from).map(BodyBuffer::length).orElse(0);
    enter(from);
    try {
      NetworkAction action = action(vm.call(this, callback, size, endOfStream ? 1 : 0));
      boolean last = endOfStream && !closesConnection;
      if (action == NetworkAction.PAUSE && last && !plugin.expectsEvents()) {
        plugin.stalled(callback);
      }
      return action;
    } catch (PluginException e) {
      leave();
      throw e;
    } finally {
      inCallback = Optional.empty();
    }
  }

  private void enter(StreamType from) {
    inCallback = Optional.of(from);
    resumedInCallback = false;
  }

  private NetworkAction action(int code) {
    return resumedInCallback ? NetworkAction.CONTINUE : NetworkAction.fromCode(code);
  }

  /// `proxy_on_downstream_connection_close`: who closed the connection to the client.
  public void onDownstreamClose(PeerType peer) {
    closed(Callback.DOWNSTREAM_CONNECTION_CLOSE, peer);
  }

  /// `proxy_on_upstream_connection_close`: as the other, for the server.
  public void onUpstreamClose(PeerType peer) {
    closed(Callback.UPSTREAM_CONNECTION_CLOSE, peer);
  }

  private void closed(Callback callback, PeerType peer) {
    if (!vm.exports(callback)) {
      return;
    }
    try {
      vm.call(this, callback, peer.code());
    } catch (PluginException e) {
      leave();
      throw e;
    }
  }

  /// The connection is gone: done, log, delete, as Envoy orders them for TCP. Never throws; a
  /// second call has no effect.
  public void close() {
    if (closed) {
      return;
    }
    try {
      if (vm.failure().isEmpty()) {
        finish();
      }
    } catch (PluginException e) {
      // The VM has told its owner, and this connection needs nothing more from it.
    } finally {
      leave();
    }
  }

  private void finish() {
    if (vm.exports(Callback.DONE)) {
      vm.call(this, Callback.DONE);
    }
    if (vm.exports(Callback.LOG)) {
      logging = true;
      vm.call(this, Callback.LOG);
      logging = false;
    }
    if (vm.exports(Callback.DELETE)) {
      vm.call(this, Callback.DELETE);
    }
  }

  private void leave() {
    if (!closed) {
      closed = true;
      vm.contexts().remove(id());
    }
  }

  @Override
  void fail(PluginException failure) {
    if (!closed) {
      leave();
      connection.fail(failure);
    }
  }

  /// `proxy_continue_stream`. Inside the direction's own callback it overrides the returned pause.
  ///
  /// @param from `DOWNSTREAM` or `UPSTREAM`
  public void resume(StreamType from) {
    if (inCallback.filter(from::equals).isPresent()) {
      resumedInCallback = true;
    } else {
      defer(() -> connection.resume(from));
    }
  }

  /// `proxy_close_stream`.
  public void closeConnection() {
    closesConnection = true;
    defer(connection::close);
  }

  private void defer(Runnable effect) {
    vm.defer(() -> {
      if (!closed) {
        effect.run();
      }
    });
  }

  @Override
  public PluginContext plugin() {
    return plugin;
  }

  @Override
  public Optional<PropertyStore> properties() {
    return Optional.of(connection);
  }

  @Override
  public void setProperty(List<String> path, Bytes value) {
    budget.setProperty(connection, path, value);
  }

  @Override
  public Optional<BodyBuffer> body(BufferType type) {
    return switch (type) {
      case DOWNSTREAM_DATA -> connection.data(StreamType.DOWNSTREAM);
      case UPSTREAM_DATA -> connection.data(StreamType.UPSTREAM);
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<HeaderMap> headers(MapType map) {
    return map.ofStream() ? Optional.empty() : plugin.headers(map);
  }

  @Override
  public Optional<HeaderMap> editable(MapType map) {
    return Optional.empty();
  }

  @Override
  public boolean logging() {
    return logging;
  }
}
