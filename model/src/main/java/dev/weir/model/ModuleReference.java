package dev.weir.model;

import java.util.Optional;

/// Where a plugin's module is found.
///
/// @param url with its scheme: `file://`, `oci://`, `http://` or `https://`; a `file://` URL is
///   absolute
/// @param sha256 of the module; other bytes are refused
/// @param pull how a module from a registry is pulled
public record ModuleReference(String url, Optional<Digest> sha256, Pull pull) {
  /// How a module from a registry is pulled.
  ///
  /// @param secret name of the credentials
  public record Pull(Policy policy, Optional<String> secret) {}

  /// When a registry is asked again.
  public enum Policy {
    IF_NOT_PRESENT,
    ALWAYS
  }

  /// The part of the URL before `://`.
  public String scheme() {
    return url.substring(0, url.indexOf("://"));
  }
}
