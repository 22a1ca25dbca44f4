package dev.weir.extproc.mapping;

import dev.weir.extproc.chain.Exchange;
import dev.weir.extproc.wire.Attributes;
import dev.weir.extproc.wire.MalformedMessageException;
import dev.weir.extproc.wire.ProxyMessage;
import dev.weir.extproc.wire.Slice;
import dev.weir.extproc.wire.StructReader;
import dev.weir.extproc.wire.StructReader.Value;
import dev.weir.extproc.wire.WireWriter;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the proxy tells about one exchange beside its headers and bodies: attributes, else what the
/// headers say, else dynamic metadata. Read when first asked for.
public final class Properties {
  /// Where plugins' own values go in dynamic metadata; as in Envoy, under one namespace.
  private static final String NAMESPACE = "envoy.wasm";

  private static final Map<String, String> REQUEST_ATTRIBUTES =
      Map.of("method", ":method", "host", ":authority", "path", ":path");

  private final Exchange exchange;
  private final List<Attributes> unread = new ArrayList<>(2);
  private final Map<String, Value> attributes = new HashMap<>();
  private final Map<String, Bytes> set = new LinkedHashMap<>();
  private final DynamicMetadata dynamicMetadata = new DynamicMetadata();

  public Properties(Exchange exchange) {
    this.exchange = exchange;
  }

  /// Takes note of what a message tells.
  public void add(ProxyMessage message) {
    if (!message.attributes().isEmpty()) {
      unread.add(message.attributes());
    }
    dynamicMetadata.add(message.dynamicMetadata());
  }

  public Optional<PropertyValue> find(List<String> path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      return attribute(path).or(() -> derived(path)).or(() -> dynamicMetadata.find(path));
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
  }

  /// The request headers as far as attributes tell them.
  public HeaderMap requestHeaders() {
    HeaderMap map = new HeaderMap();
    REQUEST_ATTRIBUTES.forEach((attribute, header) -> {
      if (find(List.of("request", attribute)).orElse(null)
          instanceof PropertyValue.Text(Bytes text)) {
        map.add(header, text.utf8());
      }
    });
    map.markOriginal();
    return map;
  }

  /// A plugin has set a value.
  public void set(List<String> path, Bytes value) {
    set.put(String.join(".", path), value);
  }

  /// The dynamic metadata, a serialized `google.protobuf.Struct`, that tells the proxy of all
  /// values that plugins have set.
  public Slice metadata() {
    WireWriter out = new WireWriter(0);
    int struct = out.written();
    for (Map.Entry<String, Bytes> entry : set.entrySet()) {
      int field = out.written();
      int inner = out.written();
      out.bytes(3, entry.getValue().utf8().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      out.wrap(2, inner);
      out.bytes(1, Slice.utf8(entry.getKey()).toByteArray());
      out.wrap(1, field);
    }
    out.wrap(5, struct);
    out.wrap(2, struct);
    out.bytes(1, Slice.utf8(NAMESPACE).toByteArray());
    out.wrap(1, struct);
    return Slice.of(out.toByteArray());
  }

  private Optional<PropertyValue> attribute(List<String> path) {
    for (Attributes message : unread) {
      attributes.putAll(StructReader.read(message));
    }
    unread.clear();
    String name = String.join(".", path);
    return Optional.ofNullable(attributes.get(name))
        .map(value -> AttributeTypes.typed(name, value));
  }

  private Optional<PropertyValue> derived(List<String> path) {
    return switch (path.getFirst()) {
      case "request" ->
          exchange.map(MapType.HTTP_REQUEST_HEADERS).flatMap(map -> ofRequest(map, path));
      case "response" ->
          exchange.map(MapType.HTTP_RESPONSE_HEADERS).flatMap(map -> ofResponse(map, path));
      default -> Optional.empty();
    };
  }

  private static Optional<PropertyValue> ofRequest(HeaderMap map, List<String> path) {
    if (path.size() == 3 && path.get(1).equals("headers")) {
      return text(map.value(path.get(2)));
    }
    if (path.size() != 2) {
      return Optional.empty();
    }
    Optional<String> target = map.value(":path");
    return switch (path.get(1)) {
      case "path" -> text(target);
      case "url_path" -> text(target.map(text -> text.split("\\?", 2)[0]));
      case "query" ->
          text(target.filter(text -> text.contains("?")).map(text -> text.split("\\?", 2)[1]));
      case "host" -> text(map.value(":authority"));
      case "scheme" -> text(map.value(":scheme"));
      case "method" -> text(map.value(":method"));
      case "referer" -> text(map.value("referer"));
      case "useragent" -> text(map.value("user-agent"));
      case "id" -> text(map.value("x-request-id"));
      case "headers" -> Optional.of(mapping(map));
      default -> Optional.empty();
    };
  }

  private static Optional<PropertyValue> ofResponse(HeaderMap map, List<String> path) {
    if (path.size() == 3 && path.get(1).equals("headers")) {
      return text(map.value(path.get(2)));
    }
    if (path.size() != 2) {
      return Optional.empty();
    }
    return switch (path.get(1)) {
      case "code" -> number(map.value(":status"));
      case "grpc_status" -> number(map.value("grpc-status"));
      case "headers" -> Optional.of(mapping(map));
      default -> Optional.empty();
    };
  }

  /// One char a byte on the way in, so one byte a char on the way out.
  private static Optional<PropertyValue> text(Optional<String> value) {
    return value.map(text ->
        new PropertyValue.Text(
            Bytes.wrap(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))));
  }

  private static Optional<PropertyValue> number(Optional<String> value) {
    return value
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(text -> new PropertyValue.Int64(Long.parseLong(text)));
  }

  private static PropertyValue mapping(HeaderMap map) {
    Map<String, PropertyValue> entries = new LinkedHashMap<>();
    for (int i = 0; i < map.size(); i++) {
      entries.putIfAbsent(map.name(i), PropertyValue.Text.of(map.value(i)));
    }
    return new PropertyValue.Mapping(entries);
  }
}
