package dev.weir.xds.status;

import java.util.Optional;

/// One EnvoyResources document.
///
/// @param name `<namespace>/<name>`
/// @param revision SHA-256 of the document that is served; empty if none was ever good
public record ResourcesState(String name, Optional<String> revision, Optional<Failure> lastError) {}
