package dev.weir.model;

import java.util.List;

/// Which requests a plugin applies to. All conditions that are set must hold; an empty list sets
/// none.
///
/// @param hosts exact host names, or `*.example.com`; compared without port and case
/// @param pathPrefixes prefixes of the path, as text
/// @param methods HTTP methods
public record TrafficMatch(
    List<String> hosts,
    List<String> pathPrefixes,
    List<String> methods,
    List<HeaderMatch> headers) {

  public TrafficMatch {
    hosts = List.copyOf(hosts);
    pathPrefixes = List.copyOf(pathPrefixes);
    methods = List.copyOf(methods);
    headers = List.copyOf(headers);
  }

  /// A condition on one request header.
  ///
  /// @param name lower case
  public record HeaderMatch(String name, Condition condition) {}

  /// What must hold for a header's value.
  public sealed interface Condition {
    record Exact(String value) implements Condition {}

    record Prefix(String value) implements Condition {}

    /// Whether the header is there at all.
    record Present(boolean present) implements Condition {}
  }
}
