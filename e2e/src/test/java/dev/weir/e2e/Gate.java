package dev.weir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A way to a port of this machine that can be shut: connections end, and none comes through.
final class Gate implements AutoCloseable {
  private final ServerSocket entrance;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean shut;

  private Gate(ServerSocket entrance, int target) {
    this.entrance = entrance;
    this.target = target;
  }

  static Gate to(int port) {
    try {
      Gate gate = new Gate(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
      Thread.ofPlatform().daemon().name("gate").start(gate::accept);
      return gate;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where to enter.
  String address() {
    return "127.0.0.1:" + entrance.getLocalPort();
  }

  void shut() {
    shut = true;
    sockets.forEach(Gate::end);
  }

  void open() {
    shut = false;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        pass(entrance.accept());
      } catch (IOException e) {
        // The gate is gone, or nobody is behind it: the client sees its connection end.
      }
    }
  }

  private void pass(Socket in) throws IOException {
    sockets.add(in);
    if (shut) {
      end(in);
      return;
    }
    try {
      Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(out);
      Thread.ofVirtual().start(() -> copy(in, out));
      Thread.ofVirtual().start(() -> copy(out, in));
    } catch (IOException e) {
      end(in);
      throw e;
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Either side ended: so does the other.
    } finally {
      end(from);
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    shut();
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
