package dev.weir.extproc.chain;

import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.LocalResponse;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.List;
import java.util.Optional;

/// What an exchange needs of the stream it came on. Called on the lane.
public interface ProxySide {
  /// Where this direction goes on behind the last plugin. Called once, when its first part comes.
  Outlet outlet(Direction direction);

  /// Whether an edit of this map can still reach the proxy.
  boolean editable(MapType map);

  /// What is known of a request whose headers the proxy does not send.
  HeaderMap unsentRequest();

  /// Whether a body can be given to a message of this direction that has none.
  boolean mayCreateBody(Direction direction);

  /// Everything that one message or event brought about has happened; what can be said now, may be.
  void settled();

  /// The exchange is answered in place of the upstream. Nothing comes out of the chain after this.
  void answer(LocalResponse response);

  /// The proxy chooses its route again after the request headers.
  void clearRouteCache();

  /// What the proxy told about the exchange, by path.
  Optional<PropertyValue> property(List<String> path);

  /// A plugin stored a value that others beyond this host may want.
  void propertySet(List<String> path, Bytes value);

  /// A plugin failed; its strategy has been applied.
  void failed(Stage stage, PluginException failure);
}
