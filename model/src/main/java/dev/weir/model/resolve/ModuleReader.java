package dev.weir.model.resolve;

import dev.weir.model.Digest;
import dev.weir.model.ModuleReference;
import dev.weir.model.ModuleReference.Policy;
import dev.weir.model.ModuleReference.Pull;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads where a plugin's module is found.
final class ModuleReader {
  private static final String FILE = "file://";
  private static final String REGISTRY = "oci://";

  private ModuleReader() {}

  static ModuleReference read(JsonNode spec, Path file) {
    String url = resolve(spec.get("url").asString(), file);
    String sha256 = spec.path("sha256").asString("");
    String secret = spec.path("imagePullSecret").asString("");
    return new ModuleReference(
        url,
        sha256.isEmpty() ? Optional.empty() : Optional.of(new Digest(sha256)),
        new Pull(
            policy(spec.path("imagePullPolicy").asString(""), url),
            secret.isEmpty() ? Optional.empty() : Optional.of(secret)));
  }

  private static String resolve(String url, Path file) {
    if (!url.contains("://")) {
      return REGISTRY + url;
    }
    if (!url.startsWith(FILE)) {
      return url;
    }
    Path module = Path.of(url.substring(FILE.length()));
    return FILE + file.toAbsolutePath().resolveSibling(module).normalize();
  }

  /// Source: istio/api, `extensions/v1alpha1/wasm.proto`, `PullPolicy`; a missing tag is `latest`,
  /// as in Kubernetes.
  private static Policy policy(String word, String url) {
    return switch (word) {
      case "Always" -> Policy.ALWAYS;
      case "IfNotPresent" -> Policy.IF_NOT_PRESENT;
      default -> url.startsWith(REGISTRY) && isLatest(url) ? Policy.ALWAYS : Policy.IF_NOT_PRESENT;
    };
  }

  private static boolean isLatest(String url) {
    String image = url.substring(url.lastIndexOf('/') + 1);
    return !image.contains("@") && (!image.contains(":") || image.endsWith(":latest"));
  }
}
