package dev.weir.cli.up;

import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// A port that something wants to listen on.
///
/// @param port 0 for any free one
/// @param purpose for whom it is, in a message
/// @param remedy the option that names another one
record PortClaim(int port, String purpose, String remedy) {
  private static final int MAX_PORT = 65_535;

  PortClaim {
    if (port < 0 || port > MAX_PORT) {
      throw new UserError("%s: %d (expected: 0 to %d)".formatted(remedy, port, MAX_PORT));
    }
  }

  /// The claimed ports, in order, each free a moment ago. All are held together, so that no two
  /// claims get one port.
  ///
  /// @throws UserError if one is in use
  static List<Integer> all(List<PortClaim> claims) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (PortClaim claim : claims) {
        held.add(claim.hold());
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      held.forEach(PortClaim::release);
    }
  }

  private ServerSocket hold() {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UserError(
          "port %d: in use or not allowed, wanted for %s (choose another one with %s)"
              .formatted(port, purpose, remedy),
          e);
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It was never listened on by anybody else.
    }
  }
}
