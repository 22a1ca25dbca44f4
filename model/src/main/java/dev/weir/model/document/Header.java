package dev.weir.model.document;

import dev.weir.model.ResourceKey;
import dev.weir.model.ResourceKey.Kind;
import dev.weir.model.schema.Violation;
import dev.weir.model.yaml.Quoted;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a document says it is.
sealed interface Header {
  String DEFAULT_NAMESPACE = "default";

  record Known(Kind kind) implements Header {}

  record Refused(Optional<ResourceKey> key, List<Violation> violations) implements Header {
    public Refused {
      violations = List.copyOf(violations);
    }
  }

  static Header read(JsonNode document) {
    Optional<Kind> kind = Kinds.find(text(document.path("kind")));
    if (kind.isEmpty()) {
      String known =
          Arrays.stream(Kind.values()).map(Kind::toString).collect(Collectors.joining(" or "));
      return new Refused(Optional.empty(), List.of(unexpected("kind", document, known)));
    }
    List<String> versions = Kinds.apiVersions(kind.get());
    return versions.contains(text(document.path("apiVersion")))
        ? new Known(kind.get())
        : new Refused(
            key(kind.get(), document),
            List.of(unexpected("apiVersion", document, String.join(" or ", versions))));
  }

  private static Violation unexpected(String field, JsonNode document, String expected) {
    JsonNode value = document.path(field);
    String found = value.isString() ? Quoted.quote(value.asString()) : "missing";
    return new Violation(field, "%s (expected: %s)".formatted(found, expected));
  }

  /// The document's key, if it can be told.
  static Optional<ResourceKey> key(Kind kind, JsonNode document) {
    String name = text(document.path("metadata").path("name"));
    String namespace = text(document.path("metadata").path("namespace"));
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ResourceKey(kind, namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace, name));
  }

  private static String text(JsonNode value) {
    return value.isString() ? value.asString() : "";
  }
}
