package dev.weir.proxywasm.context;

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
import java.util.Optional;

/// One plugin's stream context for one TCP connection. Touched only on the plugin's lane.
///
/// A callback that the module does not export answers CONTINUE without touching the VM. Each throws
/// a `PluginException` when the plugin fails in it, or has failed before.
public final class ConnectionContext extends TrafficContext {
  private final TcpConnection connection;
  private Optional<StreamType> inCallback = Optional.empty();
  private boolean resumedInCallback;
  private boolean closesConnection;

  ConnectionContext(int id, PluginContext plugin, TcpConnection connection) {
    super(id, plugin);
    this.connection = connection;
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
      if (action == NetworkAction.PAUSE) {
        reportStall(callback, endOfStream && !closesConnection);
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

  @Override
  void finish() {
    callIfExported(Callback.DONE);
    callIfExported(Callback.LOG);
    callIfExported(Callback.DELETE);
  }

  @Override
  void tell(PluginException failure) {
    connection.fail(failure);
  }

  @Override
  PropertyStore store() {
    return connection;
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

  /// Never: to Envoy, `proxy_on_log` of a connection is a callback like the others.
  @Override
  public boolean logging() {
    return false;
  }
}
