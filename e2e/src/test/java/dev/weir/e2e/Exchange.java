package dev.weir.e2e;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// One request as seen from both ends, without the headers that differ every time.
///
/// @param response headers as the client got them
/// @param body as the client got it, unless it is the upstream's echo
/// @param upstream what the upstream got; empty if the request did not get there
record Exchange(
    int status, SortedMap<String, List<String>> response, String body, Optional<Arrived> upstream) {

  /// A request as it arrived at the upstream.
  record Arrived(
      String method, String path, SortedMap<String, List<String>> headers, long bodyBytes) {}

  /// The same, had the request been for what stands in its path from `end` on.
  Exchange at(String end) {
    return new Exchange(
        status,
        response,
        body,
        upstream.map(arrived ->
            new Arrived(
                arrived.method(),
                arrived.path().substring(arrived.path().indexOf(end)),
                arrived.headers(),
                arrived.bodyBytes())));
  }

  /// The first value of a response header, or `-`.
  String header(String name) {
    return response.getOrDefault(name, List.of("-")).getFirst();
  }

  /// The first value of a request header at the upstream, or `-`.
  String upstreamHeader(String name) {
    return upstream
        .map(arrived -> arrived.headers().getOrDefault(name, List.of("-")).getFirst())
        .orElse("-");
  }
}
