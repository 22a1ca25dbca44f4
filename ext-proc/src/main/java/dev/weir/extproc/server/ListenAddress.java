package dev.weir.extproc.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// Where a host serves ext_proc.
public sealed interface ListenAddress {
  /// A TCP address; port 0 takes a free one.
  record Tcp(InetSocketAddress address) implements ListenAddress {}

  /// A Unix domain socket, for proxies of the same machine or pod.
  ///
  /// @param mode the permissions of the socket's file: who may write to it may connect
  record Unix(Path path, Set<PosixFilePermission> mode) implements ListenAddress {
    /// What stands before the path wherever an address is text.
    public static final String SCHEME = "unix:";

    public Unix {
      path = path.toAbsolutePath().normalize();
      mode = Set.copyOf(mode);
    }

    @Override
    public String toString() {
      return SCHEME + path;
    }
  }
}
