package dev.weir.cli.conformance.tcp;

import dev.weir.cli.conformance.probe.ProbeLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One end of a connection. A thread of its own reads all that comes.
public final class TcpEnd implements AutoCloseable {
  /// How long an event may take that an act awaits.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int PIECE_BYTES = 16 << 10;
  private static final int SHOWN_BYTES = 64;
  private static final int SHOWN_OF_LONGER = 8;

  private final Socket socket;
  private final String sign;
  private final ProbeLog events;
  private final Thread reader;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private String ending = "";
  private boolean closed;

  private TcpEnd(Socket socket, String sign, ProbeLog events) {
    this.socket = socket;
    this.sign = sign;
    this.events = events;
    this.reader = Thread.ofVirtual().name("tcp " + sign).unstarted(this::read);
  }

  /// @param sign begins its events and lines: `<` for the client, `>` for the server
  static TcpEnd of(Socket socket, String sign, ProbeLog events) throws IOException {
    socket.setTcpNoDelay(true);
    TcpEnd end = new TcpEnd(socket, sign, events);
    end.reader.start();
    return end;
  }

  /// The client's end.
  public static TcpEnd connect(int port, ProbeLog events) throws IOException {
    return of(new Socket(InetAddress.getLoopbackAddress(), port), "<", events);
  }

  /// One after the other. What a peer that is gone makes impossible is left out.
  public void perform(List<TcpAct> acts) throws InterruptedException {
    for (TcpAct act : acts) {
      try {
        perform(act);
      } catch (IOException e) {
        // the proxy has closed the connection, which the reader tells
      }
    }
  }

  private void perform(TcpAct act) throws IOException, InterruptedException {
    switch (act) {
      case TcpAct.Send(String text) -> write(text.getBytes(StandardCharsets.ISO_8859_1));
      case TcpAct.Fill(int bytes) -> write("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
      case TcpAct.Await(String event) -> events.awaitOrMiss(event, PATIENCE);
      case TcpAct.End() -> socket.shutdownOutput();
      case TcpAct.Close() -> close();
      case TcpAct.Reset() -> {
        socket.setSoLinger(true, 0);
        close();
      }
    }
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  private void read() {
    byte[] piece = new byte[PIECE_BYTES];
    try {
      for (int n = socket.getInputStream().read(piece);
          n >= 0;
          n = socket.getInputStream().read(piece)) {
        received(piece, n);
      }
      ended("end");
    } catch (IOException e) {
      ended("reset");
    }
  }

  private void received(byte[] piece, int length) {
    String soFar;
    synchronized (this) {
      received.write(piece, 0, length);
      soFar = shown();
    }
    events.happened(soFar);
  }

  private void ended(String how) {
    synchronized (this) {
      if (closed) {
        return;
      }
      ending = sign + " " + how;
    }
    events.happened(sign + " " + how);
  }

  /// What it received, and how the other side ended unless this one did so first.
  public synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (received.size() > 0) {
      lines.add(shown());
    }
    if (!ending.isEmpty()) {
      lines.add(ending);
    }
    return lines;
  }

  private String shown() {
    byte[] bytes = received.toByteArray();
    boolean longer = bytes.length > SHOWN_BYTES;
    StringBuilder text = new StringBuilder(sign).append(sign).append(' ');
    for (int i = 0; i < (longer ? SHOWN_OF_LONGER : bytes.length); i++) {
      boolean plain = bytes[i] >= ' ' && bytes[i] < 0x7f && bytes[i] != '%';
      text.append(plain ? Character.toString(bytes[i]) : "%%%02x".formatted(bytes[i]));
    }
    return longer ? text.append('~').append(bytes.length).toString() : text.toString();
  }

  /// Whether this side has not closed it.
  public synchronized boolean isOpen() {
    return !closed;
  }

  /// Nothing is told of it afterwards.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
