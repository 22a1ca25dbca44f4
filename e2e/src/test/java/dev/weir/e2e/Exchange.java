package dev.weir.e2e;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// One request as seen from both ends.
///
/// @param response headers as the client got them, without those that differ every time
/// @param upstream headers as the upstream got them, likewise; empty if the request did not get
///   there
record Exchange(
    int status,
    TreeMap<String, List<String>> response,
    String body,
    Optional<TreeMap<String, List<String>>> upstream) {

  /// The first value of a response header, or `-`.
  String header(String name) {
    return response.getOrDefault(name, List.of("-")).getFirst();
  }

  /// The first value of a request header at the upstream, or `-`.
  String upstreamHeader(String name) {
    return upstream.orElseGet(TreeMap::new).getOrDefault(name, List.of("-")).getFirst();
  }
}
