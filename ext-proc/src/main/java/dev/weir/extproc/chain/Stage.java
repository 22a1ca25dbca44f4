package dev.weir.extproc.chain;

import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.tcp.TcpConnection;

/// One plugin of a chain on one lane.
public interface Stage {
  /// `<namespace>/<name>`.
  String name();

  FailStrategy failStrategy();

  /// Most bytes that one exchange or connection may hold back for the plugin, each direction.
  long heldBodyBytes();

  /// An exchange or connection holds back more for the plugin than it may.
  void holdsTooMuch();

  /// Whether the plugin is asked about an exchange with these request headers.
  boolean appliesTo(HeaderMap requestHeaders);

  /// Whether the plugin has a callback for this part of a message.
  boolean sees(Direction direction, Part part);

  /// Whether the plugin wants to hear of the end of each exchange.
  boolean seesEnd();

  /// Whether something other than the message can make the plugin let go of it: an answer to a
  /// call, a tick, a queue.
  boolean resumesByItself();

  /// Opens the plugin's side of an exchange.
  ///
  /// @throws dev.weir.proxywasm.PluginException.Unavailable when the plugin cannot run now
  PluginStream open(HttpExchange exchange);

  /// As the other, for a TCP connection.
  PluginConnection open(TcpConnection connection);

  /// A part of a message.
  enum Part {
    HEADERS,
    BODY,
    TRAILERS
  }

  /// What becomes of an exchange or connection in which the plugin fails.
  enum FailStrategy {
    /// It is answered with 503; a connection is closed.
    CLOSE,
    /// It goes on without the plugin.
    OPEN
  }
}
