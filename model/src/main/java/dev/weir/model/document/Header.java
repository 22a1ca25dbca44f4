package dev.weir.model.document;

import dev.weir.model.ResourceKey;
import dev.weir.model.ResourceKey.Kind;
import dev.weir.model.schema.Violation;
import dev.weir.model.yaml.Quoted;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a document says it is.
sealed interface Header {
  String DEFAULT_NAMESPACE = "default";

  /// What may stand in a log as it is. Names that Kubernetes takes are stricter.
  Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");

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
    String written = text(document.path("metadata").path("namespace"));
    String namespace = written.isEmpty() ? DEFAULT_NAMESPACE : written;
    return NAME.matcher(name).matches() && NAME.matcher(namespace).matches()
        ? Optional.of(new ResourceKey(kind, namespace, name))
        : Optional.empty();
  }

  private static String text(JsonNode value) {
    return value.isString() ? value.asString() : "";
  }
}
