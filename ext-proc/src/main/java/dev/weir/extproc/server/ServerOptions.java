package dev.weir.extproc.server;

import dev.weir.extproc.tls.TlsFiles;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// How a host serves ext_proc.
///
/// @param tls the files to serve TLS with; plain text without them
/// @param drain how long open streams may go on when the host ends
public record ServerOptions(ListenAddress address, Optional<TlsFiles> tls, Duration drain) {
  /// Proxies end their streams with the exchange, so this bounds the longest exchange at the end.
  public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

  public ServerOptions {
    if (drain.isNegative()) {
      throw new IllegalArgumentException("drain: %s (expected: not below zero)".formatted(drain));
    }
  }

  /// Plain text, with the default of everything else.
  public static ServerOptions at(InetSocketAddress address) {
    return at(new ListenAddress.Tcp(address));
  }

  /// As [#at(InetSocketAddress)].
  public static ServerOptions at(ListenAddress address) {
    return new ServerOptions(address, Optional.empty(), DEFAULT_DRAIN);
  }

  public ServerOptions withTls(TlsFiles files) {
    return new ServerOptions(address, Optional.of(files), drain);
  }

  public ServerOptions withDrain(Duration longest) {
    return new ServerOptions(address, tls, longest);
  }
}
