package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.ProbeGrpcServer;
import dev.weir.cli.conformance.probe.ProbeLog;
import dev.weir.cli.conformance.probe.ProbeUpstream;
import dev.weir.cli.conformance.tcp.TcpServer;
import java.io.IOException;

/// The servers behind the proxy.
///
/// @param http takes requests and HTTP calls
/// @param grpc takes gRPC calls
/// @param tcp takes connections
record Upstreams(ProbeUpstream http, ProbeGrpcServer grpc, TcpServer tcp) implements AutoCloseable {
  static Upstreams start(ProbeLog log) throws IOException {
    return new Upstreams(new ProbeUpstream(log), new ProbeGrpcServer(), TcpServer.start());
  }

  /// The document with their ports for their names.
  String filledInto(String document) {
    return document
        .replace("HTTP_PORT", Integer.toString(http.port()))
        .replace("GRPC_PORT", Integer.toString(grpc.port()))
        .replace("TCP_PORT", Integer.toString(tcp.port()));
  }

  @Override
  public void close() {
    tcp.close();
    grpc.close();
    http.close();
  }
}
