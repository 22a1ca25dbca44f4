package dev.weir.cli.up;

import dev.weir.cli.envoy.EnvoyBinary;
import dev.weir.cli.envoy.EnvoyBootstrap;
import dev.weir.cli.envoy.EnvoyProcess;
import dev.weir.cli.user.UserError;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The Envoy of `weir up`, before it is started.
///
/// @param arguments further ones for its command line
record Proxy(EnvoyBinary binary, Map<String, String> labels, List<String> arguments) {
  Proxy {
    labels = Map.copyOf(labels);
    arguments = List.copyOf(arguments);
  }

  EnvoyProcess start(InetSocketAddress admin, InetSocketAddress xdsServer) {
    EnvoyBootstrap bootstrap;
    try {
      bootstrap = new EnvoyBootstrap("envoy", "weir-up", admin, xdsServer, new TreeMap<>(labels));
    } catch (IllegalArgumentException e) {
      throw new UserError("--label: " + e.getMessage(), e);
    }
    return EnvoyProcess.start(binary, bootstrap, arguments);
  }
}
