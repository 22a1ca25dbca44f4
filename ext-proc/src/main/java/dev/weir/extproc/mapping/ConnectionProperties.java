package dev.weir.extproc.mapping;

import dev.weir.extproc.wire.Attributes;
import dev.weir.extproc.wire.MalformedMessageException;
import dev.weir.extproc.wire.NetworkMessage;
import dev.weir.extproc.wire.StructReader;
import dev.weir.extproc.wire.StructReader.Value;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of one TCP connection beside its data: what plugins have set, then the proxy's
/// attributes, then dynamic metadata. Read when first asked for.
public final class ConnectionProperties {
  private final Map<List<String>, Bytes> set = new HashMap<>();
  private final Map<String, Value> attributes = new HashMap<>();
  private Attributes unread = Attributes.NONE;
  private final DynamicMetadata dynamicMetadata = new DynamicMetadata();

  /// Takes note of what a message tells.
  public void add(NetworkMessage message) {
    if (!message.attributes().isEmpty()) {
      unread = message.attributes();
    }
    dynamicMetadata.add(message.dynamicMetadata());
  }

  public void set(List<String> path, Bytes value) {
    set.put(List.copyOf(path), value);
  }

  public Optional<PropertyValue> find(List<String> path) {
    Bytes own = set.get(path);
    if (own != null) {
      return Optional.of(new PropertyValue.Text(own));
    }
    try {
      return attribute(String.join(".", path)).or(() -> dynamicMetadata.find(path));
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
  }

  private Optional<PropertyValue> attribute(String name) {
    attributes.putAll(StructReader.read(unread));
    unread = Attributes.NONE;
    return Optional.ofNullable(attributes.get(name))
        .map(value -> AttributeTypes.typed(name, value));
  }
}
