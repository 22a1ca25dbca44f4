package dev.weir.cli.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Answers each request of a connection after a pause.
final class StallingTarget implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final Duration pause;

  private StallingTarget(ServerSocket server, Duration pause) {
    this.server = server;
    this.pause = pause;
  }

  static StallingTarget start(Duration pause) throws IOException {
    var target =
        new StallingTarget(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), pause);
    Thread.ofVirtual().start(target::accept);
    return target;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private void accept() {
    try {
      while (true) {
        var connection = server.accept();
        Thread.ofVirtual().start(() -> answer(connection));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      byte[] request = new byte[1024];
      while (connection.getInputStream().read(request) > 0) {
        Thread.sleep(pause); // the stall is what the test is about
        connection.getOutputStream().write(ANSWER);
      }
    } catch (IOException | InterruptedException _) {
      // closed
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
