package dev.weir.cli.conformance;

/// Where the servers behind the proxy listen.
///
/// @param http the server that requests and HTTP calls go to
/// @param grpc the server that gRPC calls go to
record UpstreamPorts(int http, int grpc) {
  /// The document with the ports for their names.
  String filledInto(String document) {
    return document
        .replace("HTTP_PORT", Integer.toString(http))
        .replace("GRPC_PORT", Integer.toString(grpc));
  }
}
