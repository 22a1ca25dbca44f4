package dev.weir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP server that sends back what it gets; when the client has ended its side, it sends
/// [#FAREWELL] and closes at once.
final class TcpOrigin implements AutoCloseable {
  static final String FAREWELL = "bye";

  private static final int PIECE_BYTES = 16 << 10;

  private final ServerSocket server;
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger received = new AtomicInteger();

  private TcpOrigin(ServerSocket server) {
    this.server = server;
    Thread.ofVirtual().name("tcp-origin").start(this::accept);
  }

  static TcpOrigin start() {
    try {
      return new TcpOrigin(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /// Connections whose client has ended its side.
  int ended() {
    return ended.get();
  }

  /// Bytes of all connections.
  int received() {
    return received.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void echo(Socket socket) {
    try (socket) {
      byte[] piece = new byte[PIECE_BYTES];
      for (int n = socket.getInputStream().read(piece);
          n >= 0;
          n = socket.getInputStream().read(piece)) {
        received.addAndGet(n);
        socket.getOutputStream().write(piece, 0, n);
      }
      ended.incrementAndGet();
      socket.getOutputStream().write(FAREWELL.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // the proxy reset the connection
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
