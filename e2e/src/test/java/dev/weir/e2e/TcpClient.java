package dev.weir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One TCP connection of a test. Reads that take longer than some seconds fail.
final class TcpClient implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private final Socket socket;

  private TcpClient(Socket socket) {
    this.socket = socket;
  }

  static TcpClient connect(int port) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      return new TcpClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TcpClient send(String text) {
    return send(text.getBytes(StandardCharsets.US_ASCII));
  }

  TcpClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The next bytes, of which there must be so many.
  byte[] receive(int count) {
    try {
      byte[] bytes = socket.getInputStream().readNBytes(count);
      return Arrays.copyOf(bytes, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String receiveText(int count) {
    return new String(receive(count), StandardCharsets.US_ASCII);
  }

  /// What is sent until the other side ends; an abort counts as an end.
  String receiveAll() {
    StringBuilder text = new StringBuilder();
    try {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        text.append((char) b);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("connection still open after: " + text, e);
    } catch (IOException e) {
      // reset by the proxy
    }
    return text.toString();
  }

  /// No more is sent; the other side may still send.
  TcpClient end() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
