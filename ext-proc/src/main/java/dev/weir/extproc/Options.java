package dev.weir.extproc;

import dev.weir.extproc.server.ServerOptions;
import java.net.InetSocketAddress;

/// How an ext-proc host is set up.
///
/// @param node the node id under which the host asks for its chains
/// @param server where and how ext_proc is served
/// @param xdsServer where the chains come from
/// @param lanes event loops, each with its own plugins
public record Options(String node, ServerOptions server, InetSocketAddress xdsServer, int lanes) {
  public Options {
    if (node.isBlank()) {
      throw new IllegalArgumentException("node: '' (expected: an id that is unique among hosts)");
    }
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes: %d (expected: at least 1)".formatted(lanes));
    }
  }

  /// Plain text over TCP, with one lane per core, as design and measurements suggest.
  public static Options of(String node, InetSocketAddress listen, InetSocketAddress xdsServer) {
    return new Options(
        node, ServerOptions.at(listen), xdsServer, Runtime.getRuntime().availableProcessors());
  }

  public Options withLanes(int count) {
    return new Options(node, server, xdsServer, count);
  }
}
