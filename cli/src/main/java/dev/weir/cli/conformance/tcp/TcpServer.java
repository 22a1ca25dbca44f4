package dev.weir.cli.conformance.tcp;

import dev.weir.cli.conformance.probe.ProbeLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The server behind the proxy. Cases run one after the other, and each has one connection.
public final class TcpServer implements AutoCloseable {
  /// The events that tell that the server has a connection, has done what it was to do, and has
  /// closed the connection.
  public static final String BEGIN = "begin";

  public static final String DONE = "done";
  public static final String CLOSED = "closed";

  /// How long the client may take to end a connection when the server is done with it.
  private static final Duration END_PATIENCE = Duration.ofSeconds(10);

  private static final int BACKLOG = 100;

  private final ServerSocket server;
  private final List<TcpEnd> connections = new ArrayList<>();
  private List<TcpAct> acts = List.of();
  private ProbeLog events = new ProbeLog();

  private TcpServer(ServerSocket server) {
    this.server = server;
    Thread.ofVirtual().name("tcp-server").start(this::accept);
  }

  public static TcpServer start() throws IOException {
    return new TcpServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
  }

  public int port() {
    return server.getLocalPort();
  }

  /// Ends what is open; from here on, connections are for these acts.
  ///
  /// @param log is told of what comes
  public synchronized void expect(List<TcpAct> next, ProbeLog log) {
    connections.forEach(TcpEnd::close);
    connections.clear();
    acts = List.copyOf(next);
    events = log;
  }

  /// What the connections since then have received.
  public synchronized List<List<String>> received() {
    return connections.stream().map(TcpEnd::lines).toList();
  }

  private void accept() {
    try {
      while (true) {
        begin(server.accept());
      }
    } catch (IOException e) {
      // closed
    }
  }

  private synchronized void begin(Socket socket) throws IOException {
    TcpEnd end = TcpEnd.of(socket, ">", events);
    connections.add(end);
    List<TcpAct> all = acts;
    ProbeLog log = events;
    Thread.ofVirtual().name("tcp-server-connection").start(() -> serve(end, all, log));
  }

  private static void serve(TcpEnd end, List<TcpAct> acts, ProbeLog log) {
    try (end) {
      log.happened(BEGIN);
      end.perform(acts);
      log.happened(DONE);
      if (end.isOpen()) {
        log.awaitAny(List.of("> end", "> reset"), END_PATIENCE);
      }
      log.happened(CLOSED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // it is gone either way
    }
    expect(List.of(), new ProbeLog());
  }
}
