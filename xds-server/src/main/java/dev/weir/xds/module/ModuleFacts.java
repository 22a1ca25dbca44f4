package dev.weir.xds.module;

import dev.weir.model.Capabilities;
import dev.weir.model.Digest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a module exports and imports, as far as it decides what a proxy must send to it.
///
/// @param callbacks the callbacks of streams and connections that the module exports
/// @param readsProperties whether it imports a hostcall that can read properties
/// @param file a file of exactly these bytes that never changes, for a proxy to read; a proxy is
///   sent back to the last good revision by the same path, so the author's own file will not do
public record ModuleFacts(
    Digest digest, Set<Callback> callbacks, boolean readsProperties, Optional<Path> file) {
  private static final Set<String> READS_PROPERTIES =
      Set.of("proxy_get_property", "proxy_call_foreign_function");

  private static final Set<Callback> OF_CONNECTIONS =
      EnumSet.range(Callback.NEW_CONNECTION, Callback.UPSTREAM_CLOSE);

  public ModuleFacts {
    callbacks = Set.copyOf(callbacks);
  }

  /// The callbacks of Proxy-Wasm v0.2.1 that see something of an exchange or a TCP connection.
  public enum Callback {
    REQUEST_HEADERS("proxy_on_request_headers"),
    REQUEST_BODY("proxy_on_request_body"),
    REQUEST_TRAILERS("proxy_on_request_trailers"),
    RESPONSE_HEADERS("proxy_on_response_headers"),
    RESPONSE_BODY("proxy_on_response_body"),
    RESPONSE_TRAILERS("proxy_on_response_trailers"),
    /// `proxy_on_log`: reads the headers of both directions once more, so both must be sent.
    LOG("proxy_on_log"),
    NEW_CONNECTION("proxy_on_new_connection"),
    DOWNSTREAM_DATA("proxy_on_downstream_data"),
    UPSTREAM_DATA("proxy_on_upstream_data"),
    DOWNSTREAM_CLOSE("proxy_on_downstream_connection_close"),
    UPSTREAM_CLOSE("proxy_on_upstream_connection_close");

    private final String export;

    Callback(String export) {
      this.export = export;
    }

    /// Those among the functions that a module exports.
    public static Set<Callback> among(Set<String> exports) {
      return Stream.of(values())
          .filter(callback -> exports.contains(callback.export))
          .collect(Collectors.toSet());
    }
  }

  /// Whether the module has anything to do with TCP connections.
  public boolean seesConnections() {
    return callbacks.stream().anyMatch(OF_CONNECTIONS::contains);
  }

  /// What a plugin of these capabilities sees of it.
  public ModuleFacts within(Capabilities capabilities) {
    return switch (capabilities) {
      case Capabilities.Unrestricted() -> this;
      case Capabilities.Only(var names) ->
          names.isEmpty()
              ? this
              : new ModuleFacts(
                  digest,
                  callbacks.stream()
                      .filter(callback -> names.contains(callback.export))
                      .collect(Collectors.toSet()),
                  readsProperties && names.stream().anyMatch(READS_PROPERTIES::contains),
                  file);
    };
  }
}
