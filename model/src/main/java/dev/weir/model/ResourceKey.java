package dev.weir.model;

import java.util.Comparator;

/// What a resource is known by. Two documents with equal keys are two versions of one resource.
public record ResourceKey(Kind kind, String namespace, String name)
    implements Comparable<ResourceKey> {
  private static final Comparator<ResourceKey> ORDER =
      Comparator.comparing(ResourceKey::kind)
          .thenComparing(ResourceKey::namespace)
          .thenComparing(ResourceKey::name);

  /// The kinds of document that Weir reads.
  public enum Kind {
    WASM_PLUGIN("WasmPlugin"),
    ENVOY_RESOURCES("EnvoyResources");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// The kind as it stands in a document.
    @Override
    public String toString() {
      return word;
    }
  }

  public ResourceKey {
    if (namespace.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException(
          "%s '%s/%s': no name (expected: <namespace>/<name>)".formatted(kind, namespace, name));
    }
  }

  /// `<namespace>/<name>`, unique within a kind.
  public String qualifiedName() {
    return namespace + "/" + name;
  }

  @Override
  public int compareTo(ResourceKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + " " + qualifiedName();
  }
}
