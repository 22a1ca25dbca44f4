package dev.weir.extproc.server;

import dev.weir.extproc.grpc.Lifetimes;
import dev.weir.extproc.tls.TlsFiles;
import java.net.InetSocketAddress;
import java.util.Optional;

/// How a host serves ext_proc.
///
/// @param tls the files to serve TLS with; plain text without them
public record ServerOptions(
    ListenAddress address, Optional<TlsFiles> tls, Lifetimes lifetimes, Limits limits) {
  /// Plain text, with the default of everything else.
  public static ServerOptions at(InetSocketAddress address) {
    return at(new ListenAddress.Tcp(address));
  }

  /// As [#at(InetSocketAddress)].
  public static ServerOptions at(ListenAddress address) {
    return new ServerOptions(address, Optional.empty(), Lifetimes.DEFAULT, Limits.DEFAULT);
  }

  public ServerOptions withTls(TlsFiles files) {
    return new ServerOptions(address, Optional.of(files), lifetimes, limits);
  }

  public ServerOptions withLifetimes(Lifetimes other) {
    return new ServerOptions(address, tls, other, limits);
  }

  public ServerOptions withLimits(Limits other) {
    return new ServerOptions(address, tls, lifetimes, other);
  }
}
