package dev.weir.e2e;

import java.nio.file.Path;

/// WasmPlugin documents that several tests use.
final class Plugins {
  static final Path HEADERS = Repository.path("filters/headers/headers.wasm");
  static final Path API_KEY = Repository.path("filters/api-key/api-key.wasm");

  private Plugins() {}

  /// A document with `spec` as it is written here, from the margin on.
  static String document(String name, String url, String spec) {
    return """
    apiVersion: weir.dev/v1alpha1
    kind: WasmPlugin
    metadata:
      name: %s
    spec:
      url: %s
    %s\
    """
        .formatted(name, url, spec.indent(2));
  }

  /// The headers filter, which marks requests and responses with `x-<name>: <marker>`.
  static String marking(String name, Path module, String marker) {
    return document(name, module.toUri().toString(), markers(name, marker));
  }

  static String markers(String name, String marker) {
    return """
    pluginConfig:
      request: {set: {x-%1$s: "%2$s"}}
      response: {set: {x-%1$s: "%2$s"}}
    """
        .formatted(name, marker);
  }

  /// The api-key filter for one path prefix.
  static String apiKey(String key, String pathPrefix) {
    return document(
        "api-key",
        API_KEY.toUri().toString(),
        """
        phase: AUTHN
        traffic: [{pathPrefixes: [%s]}]
        pluginConfig: {keys: [%s]}
        """
            .formatted(pathPrefix, key));
  }

  /// The gate filter as that toolchain builds it.
  static Path toolchain(String name) {
    return Repository.path("filters/toolchains/%1$s/%1$s.wasm".formatted(name));
  }

  static Path guest(String name) {
    return Repository.path("e2e/src/test/resources/guests/%s.wasm".formatted(name));
  }
}
