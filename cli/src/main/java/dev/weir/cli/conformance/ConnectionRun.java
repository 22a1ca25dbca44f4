package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.Message;
import dev.weir.cli.conformance.probe.ProbeLog;
import dev.weir.cli.conformance.probe.Received;
import dev.weir.cli.conformance.tcp.TcpAct;
import dev.weir.cli.conformance.tcp.TcpEnd;
import dev.weir.cli.conformance.tcp.TcpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs one case with a TCP connection. Its outcome: what the client received `<< text`, and `<
/// end` or `< reset` if the proxy ended the connection first; the same of the server with `>`, or
/// `> nothing` without a connection to it; `call GET /` for each HTTP call of the probe; what one
/// of them awaited in vain; then the callbacks.
final class ConnectionRun {
  /// How long the end of a connection may take to show in the log.
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(2);

  /// How long the proxy may take to connect to the server after the client was heard.
  private static final Duration CONNECT_PATIENCE = Duration.ofMillis(200);

  /// How long an end may take to do what it is to do.
  private static final Duration END_PATIENCE = Duration.ofSeconds(10);

  private static final Outcome NO_CONNECTION = new Outcome("no connection");

  private static final String ANNOUNCEMENT = "x-probe: ";

  /// All that is shown of a longer text is its begin.
  private static final String ARRIVED = ">> " + ANNOUNCEMENT.strip();

  private final Target target;
  private final Upstreams upstreams;
  private final String id;

  /// @param id of the case
  ConnectionRun(Target target, Upstreams upstreams, String id) {
    this.target = target;
    this.upstreams = upstreams;
    this.id = id;
  }

  Outcome run(ConnectionScript script) throws IOException, InterruptedException {
    try {
      announce(script);
      return connect(script);
    } catch (ConnectException e) {
      return NO_CONNECTION; // nothing listens yet, or not any more
    }
  }

  private Outcome connect(ConnectionScript script) throws IOException, InterruptedException {
    ProbeLog log = target.log();
    log.start(id);
    upstreams.http().expect("call", List.of(Message.DEFAULT));
    upstreams.tcp().expect(script.server(), log);
    TcpEnd client = TcpEnd.connect(target.ports().tcp(), log);
    client.perform(script.client());
    end(client);
    List<String> callbacks = log.awaitEnd(LOG_PATIENCE);
    return outcome(client, callbacks);
  }

  /// The plugin learns of the script by a connection before it, so that it has it from the begin,
  /// whoever speaks first. That one is repeated while the plugin's VM is away after a trap.
  private void announce(ConnectionScript script) throws IOException, InterruptedException {
    long until = System.nanoTime() + SequenceRun.RELOAD_PATIENCE.toNanos();
    while (!announced(script) && System.nanoTime() < until) {
      Thread.sleep(SequenceRun.RELOAD_POLL);
    }
  }

  private boolean announced(ConnectionScript script) throws IOException, InterruptedException {
    ProbeLog log = new ProbeLog();
    upstreams.tcp().expect(List.of(new TcpAct.Await(ARRIVED), new TcpAct.End()), log);
    String line = "%s%s %s|dl=ret(0)\n".formatted(ANNOUNCEMENT, id, script.steps());
    try (TcpEnd client = TcpEnd.connect(target.ports().tcp(), log)) {
      client.perform(List.of(new TcpAct.Send(line)));
      log.awaitAny(List.of("< end", "< reset"), END_PATIENCE);
    }
    return log.events().stream().anyMatch(event -> event.startsWith(ARRIVED));
  }

  private void end(TcpEnd client) throws InterruptedException {
    ProbeLog log = target.log();
    log.awaitAny(List.of(TcpServer.DONE, "< end", "< reset"), END_PATIENCE);
    if (client.isOpen()) {
      client.perform(List.of(new TcpAct.End()));
      log.awaitAny(List.of("< end", "< reset"), LOG_PATIENCE);
      client.close();
    }
    if (log.awaitEvent(TcpServer.BEGIN, CONNECT_PATIENCE)) {
      log.awaitAny(List.of("> end", "> reset", TcpServer.CLOSED), LOG_PATIENCE);
    }
  }

  private Outcome outcome(TcpEnd client, List<String> callbacks) {
    List<String> lines = new ArrayList<>(client.lines());
    List<List<String>> served = upstreams.tcp().received();
    served.forEach(lines::addAll);
    if (served.isEmpty()) {
      lines.add("> nothing");
    }
    for (Received call : upstreams.http().received()) {
      lines.add("call " + call.start());
    }
    target.log().missed().forEach(event -> lines.add("missed " + event));
    lines.addAll(callbacks);
    return new Outcome(String.join("\n", lines));
  }
}
