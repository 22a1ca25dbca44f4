package dev.weir.xds.host;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an ext-proc host serves, as proxies are to reach it.
public sealed interface HostAddress {
  /// A TCP address, never a name: proxies do not look endpoints up.
  record Tcp(String address, int port) implements HostAddress {}

  /// A Unix socket on the proxy's own machine or in its own pod.
  record Unix(String path) implements HostAddress {}

  /// Reads `ADDRESS:PORT`, `[ADDRESS]:PORT` or `unix:/PATH`, as hosts report it.
  ///
  /// @return empty if it is none of these
  static Optional<HostAddress> parse(String text) {
    Matcher unix = Text.UNIX.matcher(text);
    if (unix.matches()) {
      String path = unix.group(1);
      return path.getBytes(StandardCharsets.UTF_8).length <= Text.MAX_PATH_BYTES
          ? Optional.of(new Unix(path))
          : Optional.empty();
    }
    Matcher tcp = Text.TCP.matcher(text);
    if (!tcp.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(tcp.group(3));
    String address = tcp.group(1) == null ? tcp.group(2) : tcp.group(1);
    return port == 0 || port > Text.MAX_PORT
        ? Optional.empty()
        : Optional.of(new Tcp(address, port));
  }

  /// As Envoy's resources have it.
  default Address toEnvoy() {
    return switch (this) {
      case Tcp(String address, int port) ->
          Address.newBuilder()
              .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
              .build();
      case Unix(String path) ->
          Address.newBuilder().setPipe(Pipe.newBuilder().setPath(path)).build();
    };
  }

  /// How addresses are written.
  final class Text {
    private static final Pattern UNIX = Pattern.compile("unix:(/[^\\x00]*)");
    private static final Pattern TCP =
        Pattern.compile("(?:\\[([0-9a-fA-F:.]{2,64})]|([^\\[\\]:]{1,253})):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    /// `sockaddr_un.sun_path`, without its end mark.
    private static final int MAX_PATH_BYTES = 107;

    private Text() {}
  }
}
