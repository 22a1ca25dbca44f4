package dev.weir.cli.doctor;

import java.util.Arrays;
import java.util.Optional;

/// What a filter says to the host as it opens a stream, and the fields in which it does.
///
/// @param chain `<slot>` or `<slot>@<revision>`
/// @param terms `name=value` with commas between
/// @param termsField where terms are, or would be
record StreamTarget(Optional<String> chain, String terms, String chainField, String termsField) {
  /// gRPC metadata of the chain's name.
  static final String CHAIN = "weir-chain";

  private static final String TERMS = "weir-terms";
  private static final String METADATA = "grpc_service.initial_metadata.";
  private static final String AUTHORITY = "grpc_service.envoy_grpc.authority";

  /// As a host reads it: metadata first, else `<slot>@[<revision>][;<terms>]` in the authority.
  ///
  /// @param service a `GrpcService`
  static StreamTarget of(Message service) {
    Optional<String> chain = metadata(service, CHAIN);
    String[] authority = service.at("envoy_grpc").text("authority").split(";", 2);
    if (chain.isPresent() || !authority[0].contains("@")) {
      String terms = metadata(service, TERMS).orElse("");
      return new StreamTarget(chain, terms, METADATA + CHAIN, METADATA + TERMS);
    }
    String terms = authority.length == 1 ? "" : authority[1];
    String name = authority[0].replaceFirst("@$", "");
    return new StreamTarget(Optional.of(name), terms, AUTHORITY, AUTHORITY);
  }

  private static Optional<String> metadata(Message service, String key) {
    return service.list("initial_metadata").stream()
        .filter(entry -> entry.text("key").equals(key))
        .map(entry -> entry.text("value"))
        .findFirst();
  }

  /// What the host is told under this name; empty if nothing.
  String term(String name) {
    return Arrays.stream(terms.split(",", -1))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .reduce("", (_, last) -> last);
  }
}
