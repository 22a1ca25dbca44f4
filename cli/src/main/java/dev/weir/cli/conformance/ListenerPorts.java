package dev.weir.cli.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// On which ports a proxy listens.
///
/// @param http takes requests
/// @param tcp takes connections
record ListenerPorts(int http, int tcp) {
  /// Ports that are free now.
  static ListenerPorts free() throws IOException {
    try (ServerSocket http = open();
        ServerSocket tcp = open()) {
      return new ListenerPorts(http.getLocalPort(), tcp.getLocalPort());
    }
  }

  private static ServerSocket open() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /// The document with them for their names.
  String filledInto(String document) {
    return document
        .replace("HTTP_LISTENER", Integer.toString(http))
        .replace("TCP_LISTENER", Integer.toString(tcp));
  }
}
