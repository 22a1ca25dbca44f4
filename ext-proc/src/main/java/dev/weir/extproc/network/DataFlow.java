package dev.weir.extproc.network;

import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.abi.NetworkAction;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.http.BodyBuffer;
import java.util.List;

/// What one end sends, on its way through the plugins to the answers.
final class DataFlow {
  private final StreamType from;
  private final ConnectionStream stream;
  private final List<ConnectedPlugin> plugins;
  private final Answers answers;
  private boolean ended;

  /// @param plugins in the order in which they meet this direction
  DataFlow(
      StreamType from, ConnectionStream stream, List<ConnectedPlugin> plugins, Answers answers) {
    this.from = from;
    this.stream = stream;
    this.plugins = List.copyOf(plugins);
    this.answers = answers;
  }

  /// Whether the sender has ended its side.
  boolean hasEnded() {
    return ended;
  }

  /// A message has come.
  void arrive(Slice bytes, boolean endOfStream) {
    ended |= endOfStream;
    BodyBuffer piece = new BodyBuffer();
    piece.append(bytes.array(), bytes.offset(), bytes.length());
    answers.received(piece);
    pass(0, piece, endOfStream);
  }

  /// A plugin lets go: what it held goes on behind it.
  void resume(ConnectedPlugin plugin) {
    Held held = plugin.held(from);
    if (held.isHolding()) {
      pass(plugins.indexOf(plugin) + 1, held.release(), held.hasEnded());
    }
  }

  /// A plugin takes the connection: what has come for it meanwhile goes on with its own callback.
  void begin(ConnectedPlugin plugin) {
    Held held = plugin.held(from);
    if (held.isHolding()) {
      pass(plugins.indexOf(plugin), held.release(), held.hasEnded());
    }
  }

  private void pass(int first, BodyBuffer piece, boolean endOfStream) {
    BodyBuffer data = piece;
    for (ConnectedPlugin plugin : plugins.subList(first, plugins.size())) {
      Held held = plugin.held(from);
      held.add(data, endOfStream);
      NetworkAction action = plugin.onData(from);
      if (stream.isOver()) {
        return;
      }
      if (action == NetworkAction.PAUSE) {
        held.keep();
        stream.holds(plugin, from);
        return;
      }
      data = held.release();
    }
    answers.passed(data, endOfStream);
  }

  void settle() {
    int holding = 0;
    for (ConnectedPlugin plugin : plugins) {
      holding += plugin.held(from).isHolding() ? 1 : 0;
    }
    answers.settle(holding);
  }
}
