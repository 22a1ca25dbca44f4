package dev.weir.xds.module;

import dev.weir.model.Digest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What a module exports and imports, as far as it decides what a proxy must send to it.
///
/// @param callbacks the stream callbacks that the module exports
/// @param readsProperties whether it imports `proxy_get_property`
/// @param file a file of exactly these bytes that never changes, for a proxy to read; a proxy is
///   sent back to the last good revision by the same path, so the author's own file will not do
public record ModuleFacts(
    Digest digest, Set<Callback> callbacks, boolean readsProperties, Optional<Path> file) {
  public ModuleFacts {
    callbacks = Set.copyOf(callbacks);
  }

  /// The stream callbacks of Proxy-Wasm v0.2.1 that see something of an exchange.
  public enum Callback {
    REQUEST_HEADERS,
    REQUEST_BODY,
    REQUEST_TRAILERS,
    RESPONSE_HEADERS,
    RESPONSE_BODY,
    RESPONSE_TRAILERS,
    /// `proxy_on_log`: reads the headers of both directions once more, so both must be sent.
    LOG
  }
}
