package dev.weir.extproc.network;

import dev.weir.extproc.chain.PluginConnection;
import dev.weir.extproc.chain.Stage;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.NetworkAction;
import dev.weir.proxywasm.abi.PeerType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.PropertyValue;
import dev.weir.proxywasm.tcp.TcpConnection;
import java.util.List;
import java.util.Optional;

/// One plugin on one connection: its callbacks, with its failures caught, and what it asks of the
/// connection.
final class ConnectedPlugin implements TcpConnection {
  private final ConnectionStream stream;
  private final Stage stage;
  private final Held fromDownstream = new Held();
  private final Held fromUpstream = new Held();
  private State state = new State.Untouched();
  private boolean beginPaused;

  private sealed interface State {
    /// The connection has not come to the plugin.
    record Untouched() implements State {}

    record Open(PluginConnection connection) implements State {}

    /// The plugin failed, or the connection ended: everything passes it by.
    record Gone() implements State {}
  }

  ConnectedPlugin(ConnectionStream stream, Stage stage) {
    this.stream = stream;
    this.stage = stage;
  }

  Stage stage() {
    return stage;
  }

  Held held(StreamType from) {
    return from == StreamType.DOWNSTREAM ? fromDownstream : fromUpstream;
  }

  boolean holdsTooMuch(StreamType from) {
    return held(from).bytes() > stage.heldBodyBytes();
  }

  /// The connection comes to the plugin. If it pauses, no data comes to it or passes it until
  /// [#resumeBegin].
  ///
  /// @return what it says to a new connection; CONTINUE if it knows this one
  NetworkAction meet() {
    if (!(state instanceof State.Untouched)) {
      return NetworkAction.CONTINUE;
    }
    try {
      PluginConnection opened = stage.open(this);
      state = new State.Open(opened);
      NetworkAction action = opened.onNewConnection();
      beginPaused = action == NetworkAction.PAUSE;
      return action;
    } catch (PluginException e) {
      stream.failed(this, e);
      return NetworkAction.CONTINUE;
    }
  }

  boolean pausesBegin() {
    return beginPaused;
  }

  /// Whether it holds something back though it has heard both ends and nothing else calls it.
  boolean holdsForEver() {
    return (fromDownstream.isHolding() || fromUpstream.isHolding()) && !stage.resumesByItself();
  }

  /// The plugin lets the new connection go.
  ///
  /// @return whether it paused it until now
  boolean resumeBegin() {
    boolean paused = beginPaused;
    beginPaused = false;
    return paused;
  }

  /// As Envoy's filters, a plugin hears nothing from the server before it knows the connection.
  NetworkAction onData(StreamType from) {
    boolean endOfStream = held(from).hasEnded();
    try {
      if (from == StreamType.DOWNSTREAM) {
        meet();
      }
      if (beginPaused) {
        return NetworkAction.PAUSE;
      }
      if (!(state instanceof State.Open(PluginConnection open))) {
        return NetworkAction.CONTINUE;
      }
      NetworkAction action = open.onData(from, endOfStream);
      if (from == StreamType.UPSTREAM && endOfStream) {
        if (action == NetworkAction.CONTINUE) {
          held(from).hide();
        }
        open.onUpstreamClose(PeerType.UNKNOWN);
      }
      return action;
    } catch (PluginException e) {
      stream.failed(this, e);
      return NetworkAction.CONTINUE;
    }
  }

  /// The connection is over.
  void end(PeerType downstream) {
    if (state instanceof State.Open(PluginConnection open)) {
      try {
        open.onDownstreamClose(downstream);
      } catch (PluginException e) {
        stream.pluginFailed(this, e);
      }
    }
    leave();
  }

  /// Ends the plugin's side, once; afterwards everything passes it by.
  void leave() {
    if (state instanceof State.Open(PluginConnection open)) {
      state = new State.Gone();
      open.close();
    }
    state = new State.Gone();
  }

  @Override
  public Optional<BodyBuffer> data(StreamType from) {
    return beginPaused ? Optional.empty() : held(from).visible();
  }

  @Override
  public void resume(StreamType from) {
    stream.resume(this, from);
  }

  @Override
  public void close() {
    stream.close(ConnectionObserver.Reason.PLUGIN);
  }

  @Override
  public Optional<PropertyValue> property(List<String> path) {
    return stream.properties().find(path);
  }

  @Override
  public void setProperty(List<String> path, Bytes value) {
    stream.properties().set(path, value);
  }

  @Override
  public void fail(PluginException failure) {
    stream.failed(this, failure);
  }
}
