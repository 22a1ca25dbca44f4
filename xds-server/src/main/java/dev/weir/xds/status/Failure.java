package dev.weir.xds.status;

import java.time.Instant;

/// Something that went wrong, for a reader of the status.
///
/// @param text what was, and what was expected
/// @param at when it was first seen with this text
/// @param source where to look: a file, a proxy's node id or a host's
public record Failure(String text, Instant at, String source) {}
