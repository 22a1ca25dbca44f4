package dev.weir.extproc.network;

import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.chain.Stage.FailStrategy;
import dev.weir.extproc.chain.Tasks;
import dev.weir.extproc.mapping.ConnectionProperties;
import dev.weir.extproc.network.ConnectionObserver.Reason;
import dev.weir.extproc.wire.NetworkMessage;
import dev.weir.extproc.wire.NetworkMessage.Part;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.NetworkAction;
import dev.weir.proxywasm.abi.PeerType;
import dev.weir.proxywasm.abi.StreamType;
import java.util.ArrayList;
import java.util.List;

/// One network ext_proc stream: the life of one TCP connection.
///
/// Belongs to one lane and needs no lock. What the client sends meets the plugins in order, what
/// the server sends in reverse. The first message is the new connection; the end of the stream is
/// the end of the connection. Ends once, by whoever ends it first.
public final class ConnectionStream {
  private enum State {
    FRESH,
    OPEN,
    /// The proxy is asked to close the connection; nothing flows on.
    CLOSING,
    OVER
  }

  private final ConnectionSetup setup;
  private final ConnectionTransport transport;
  private final ConnectionProperties properties = new ConnectionProperties();
  private final List<ConnectedPlugin> plugins = new ArrayList<>();
  private final DataFlow downstream;
  private final DataFlow upstream;
  private final Tasks tasks = new Tasks(this::settled);
  private State state = State.FRESH;
  private PeerType lastEnd = PeerType.UNKNOWN;
  private long heldBytes;

  public ConnectionStream(ConnectionSetup setup, ConnectionTransport transport) {
    this.setup = setup;
    this.transport = transport;
    for (Stage stage : setup.chain()) {
      plugins.add(new ConnectedPlugin(this, stage));
    }
    this.downstream = flow(StreamType.DOWNSTREAM, plugins);
    this.upstream = flow(StreamType.UPSTREAM, plugins.reversed());
  }

  private DataFlow flow(StreamType from, List<ConnectedPlugin> inOrder) {
    return new DataFlow(from, this, inOrder, new Answers(from, transport, setup.connections()));
  }

  /// The chain that the proxy was set up for is not here: there is no telling what its plugins
  /// would have said.
  public void refuse() {
    close(Reason.CHAIN_UNKNOWN);
  }

  public void onMessage(NetworkMessage message) {
    if (isOver()) {
      return; // sent before the proxy learned of the end
    }
    properties.add(message);
    switch (message.part()) {
      case Part.Data data -> receive(data);
      case Part.Malformed(String reason) -> violated(reason);
    }
  }

  private void receive(Part.Data data) {
    DataFlow flow = flow(data.from());
    boolean endAgain = data.bytes().isEmpty() && data.endOfStream();
    if (flow.hasEnded() && !endAgain) {
      violated(
          "network ext_proc: %d bytes from %s after its end (expected: none)"
              .formatted(data.bytes().length(), data.from()));
      return;
    }
    tasks.perform(() -> {
      if (state == State.FRESH) {
        state = State.OPEN;
        meet(0);
      }
      if (data.endOfStream() && !flow.hasEnded()) {
        lastEnd = data.from() == StreamType.UPSTREAM ? PeerType.LOCAL : PeerType.REMOTE;
      }
      if (!isOver()) {
        flow.arrive(data.bytes(), data.endOfStream());
      }
    });
  }

  /// The connection comes to the plugins from `first` on, up to one that pauses it.
  private void meet(int first) {
    for (ConnectedPlugin plugin : plugins.subList(first, plugins.size())) {
      if (plugin.meet() == NetworkAction.PAUSE || isOver()) {
        return;
      }
    }
  }

  /// The proxy has ended the stream, which it does when the connection ends. It does not tell who
  /// closed that; which side ended last is all there is to judge by.
  public void onEnd() {
    end(lastEnd);
  }

  void resume(ConnectedPlugin plugin, StreamType from) {
    tasks.perform(() -> {
      if (isOver()) {
        return;
      }
      if (from == StreamType.DOWNSTREAM && plugin.resumeBegin()) {
        begin(plugin);
      } else if (!plugin.pausesBegin()) {
        flow(from).resume(plugin);
      }
    });
  }

  /// A plugin that paused the new connection lets it go.
  private void begin(ConnectedPlugin plugin) {
    meet(plugins.indexOf(plugin) + 1);
    if (!isOver()) {
      downstream.begin(plugin);
    }
    if (!isOver()) {
      upstream.begin(plugin);
    }
  }

  /// A plugin holds something back. One that waits for more than it may hold waits in vain; others
  /// hold the sender back.
  void holds(ConnectedPlugin plugin, StreamType from) {
    if (!plugin.holdsTooMuch(from)) {
      return;
    }
    plugin.stage().holdsTooMuch();
    if (!plugin.stage().resumesByItself()) {
      giveUp(plugin, Reason.HELD_TOO_MUCH);
    }
  }

  void failed(ConnectedPlugin plugin, PluginException failure) {
    pluginFailed(plugin, failure);
    giveUp(plugin, Reason.PLUGIN_FAILED);
  }

  void pluginFailed(ConnectedPlugin plugin, PluginException failure) {
    setup.streams().pluginFailed(plugin.stage().name(), failure);
  }

  private void giveUp(ConnectedPlugin plugin, Reason reason) {
    plugin.leave();
    if (plugin.stage().failStrategy() == FailStrategy.CLOSE) {
      close(reason);
    } else {
      resume(plugin, StreamType.DOWNSTREAM);
      resume(plugin, StreamType.UPSTREAM);
    }
  }

  /// What has passed the plugins goes out, then the connection is closed. What they still see or
  /// hold is lost, as in Envoy.
  void close(Reason reason) {
    if (isOver()) {
      return;
    }
    state = State.CLOSING;
    tasks.perform(() -> {
      settle();
      transport.send(NetworkAnswers.close());
      setup.connections().closed(reason);
      end(PeerType.LOCAL);
    });
  }

  private void violated(String reason) {
    setup.streams().protocolViolated();
    transport.fail(reason);
    end(PeerType.UNKNOWN);
  }

  private void end(PeerType peer) {
    if (state == State.OVER) {
      return;
    }
    state = State.OVER;
    tasks.close();
    reportHeld(0);
    plugins.forEach(plugin -> plugin.end(peer));
  }

  boolean isOver() {
    return state == State.CLOSING || state == State.OVER;
  }

  /// Whether another message may come: plugins hold no more than they may.
  public boolean wantsMore() {
    return plugins.stream()
        .noneMatch(plugin ->
            plugin.holdsTooMuch(StreamType.DOWNSTREAM) || plugin.holdsTooMuch(StreamType.UPSTREAM));
  }

  private void settled() {
    if (isOver()) {
      return;
    }
    settle();
    if (isStuck()) {
      close(Reason.STALLED);
    } else {
      transport.settled();
    }
  }

  /// Both sides have ended, and a plugin holds what nothing will make it let go of.
  private boolean isStuck() {
    return downstream.hasEnded()
        && upstream.hasEnded()
        && plugins.stream().anyMatch(ConnectedPlugin::holdsForEver);
  }

  private void settle() {
    downstream.settle();
    upstream.settle();
    long now = 0;
    for (ConnectedPlugin plugin : plugins) {
      now += plugin.held(StreamType.DOWNSTREAM).bytes() + plugin.held(StreamType.UPSTREAM).bytes();
    }
    reportHeld(now);
  }

  private void reportHeld(long now) {
    if (now != heldBytes) {
      setup.streams().held(now - heldBytes);
      heldBytes = now;
    }
  }

  private DataFlow flow(StreamType from) {
    return from == StreamType.DOWNSTREAM ? downstream : upstream;
  }

  ConnectionProperties properties() {
    return properties;
  }
}
