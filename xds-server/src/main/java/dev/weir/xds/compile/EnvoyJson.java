package dev.weir.xds.compile;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Envoy's JSON to messages. An extension's configuration that the stubs do not know, or not all
/// of, is kept as a TypedStruct: Envoy may well know it, and says so if it does not.
///
/// Not thread-safe: one per compilation.
final class EnvoyJson {
  private static final String TYPE = "@type";
  private static final Set<String> STRUCTS =
      Set.of(TypeUrls.TYPED_STRUCT, TypeUrls.OLD_TYPED_STRUCT);

  private final Map<String, Optional<Descriptor>> descriptors = new HashMap<>();
  private TypeRegistry types = TypeRegistry.getEmptyTypeRegistry();

  /// Not what the message's schema says.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Reads `json` into `message`.
  void read(JsonNode json, Message.Builder message) throws Malformed {
    JsonNode known = withStructs(json);
    try {
      merge(known, message);
    } catch (InvalidProtocolBufferException e) {
      throw new Malformed(String.valueOf(e.getMessage()), e);
    }
  }

  private void merge(JsonNode json, Message.Builder message) throws InvalidProtocolBufferException {
    JsonFormat.parser().usingTypeRegistry(types).merge(json.toString(), message);
  }

  /// The same value, inner extensions first, with what the stubs cannot hold as TypedStruct.
  private JsonNode withStructs(JsonNode node) {
    return switch (node) {
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> copy.add(withStructs(element)));
        yield copy;
      }
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.forEachEntry((field, value) -> copy.set(field, withStructs(value)));
        yield object.has(TYPE) ? known(copy) : copy;
      }
      default -> node;
    };
  }

  private ObjectNode known(ObjectNode any) {
    String typeUrl = any.path(TYPE).asString("");
    Optional<Descriptor> descriptor = descriptor(typeUrl);
    if (STRUCTS.contains(typeUrl)) {
      return any;
    }
    return descriptor.isPresent() && parses(any) ? any : struct(typeUrl, any);
  }

  private boolean parses(ObjectNode any) {
    try {
      merge(any, com.google.protobuf.Any.newBuilder());
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private ObjectNode struct(String typeUrl, ObjectNode any) {
    descriptor(TypeUrls.TYPED_STRUCT);
    ObjectNode value = any.deepCopy();
    value.remove(TYPE);
    ObjectNode struct = JsonNodeFactory.instance.objectNode();
    struct.put(TYPE, TypeUrls.TYPED_STRUCT).put("type_url", typeUrl);
    struct.set("value", value);
    return struct;
  }

  private Optional<Descriptor> descriptor(String typeUrl) {
    String name = TypeUrls.message(typeUrl);
    if (!descriptors.containsKey(name)) {
      descriptors.put(name, find(name));
      TypeRegistry.Builder known = TypeRegistry.newBuilder();
      descriptors.values().forEach(descriptor -> descriptor.ifPresent(known::add));
      types = known.build();
    }
    return descriptors.getOrDefault(name, Optional.empty());
  }

  /// The stubs' Java names follow from the messages' names.
  private static Optional<Descriptor> find(String message) {
    String name =
        message.startsWith("envoy.")
            ? "io.envoyproxy." + message
            : message.startsWith("xds.")
                ? "com.github." + message
                : message.startsWith("udpa.")
                    ? "com.github.udpa." + message
                    : message.startsWith("google.protobuf.") ? "com." + message : "";
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      Class<?> stub = Class.forName(name);
      return Optional.of((Descriptor) stub.getMethod("getDescriptor").invoke(null));
    } catch (ClassNotFoundException | NoSuchMethodException | ClassCastException e) {
      return Optional.empty();
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("%s: no descriptor".formatted(name), e);
    }
  }
}
