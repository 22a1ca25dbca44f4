package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.Field;
import dev.weir.cli.conformance.probe.Message;
import dev.weir.cli.conformance.probe.ProbeClient;
import dev.weir.cli.conformance.probe.Received;
import dev.weir.cli.conformance.tcp.TcpAct;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Sends the cases through one target, one after the other.
final class CaseRun implements AutoCloseable {
  /// How long the end of a stream may take to show in the log after the client has its answer.
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(5);

  /// How long a proxy may take to end whose stream did not.
  private static final Duration END_PATIENCE = Duration.ofSeconds(1);

  /// A request that takes longer hangs. Envoy's own limits are longer.
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(3);

  private static final Duration READY_POLL = Duration.ofMillis(100);

  private static final String ID = "x-probe-id";

  private final Target target;
  private final Upstreams upstreams;
  private final ProbeClient client;
  private int sent;

  CaseRun(Target target, Upstreams upstreams) {
    this.target = target;
    this.upstreams = upstreams;
    this.client = new ProbeClient(ANSWER_PATIENCE, target.log());
  }

  /// Waits until what a plugin is for comes to it.
  ///
  /// @return whether it does, within `longest`
  boolean awaitReady(ProbePlugin plugin, Duration longest)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + longest.toNanos();
    Scenario first =
        plugin.forConnections()
            ? new ConnectionScript(List.of(new TcpAct.Send("ready")), List.of(), "nc=ret(0)")
            : new Script(Message.to(plugin.path()), Message.DEFAULT, "rh=ret(0)");
    String callback = plugin.forConnections() ? "nc(" : "rh(";
    while (System.nanoTime() < until && target.alive()) {
      if (run(first).text().contains(callback)) {
        return true;
      }
      Thread.sleep(READY_POLL);
    }
    return false;
  }

  /// @throws IOException if a change of a plugin does not take effect
  Outcome run(Scenario scenario) throws IOException, InterruptedException {
    return switch (scenario) {
      case Script script -> run(script);
      case Sequence sequence -> run(sequence);
      case ConnectionScript script -> run(script);
    };
  }

  private Outcome run(Sequence sequence) throws IOException, InterruptedException {
    upstreams.http().expect(">", List.of(Message.DEFAULT));
    return new SequenceRun(target, client, "c" + ++sent).run(sequence);
  }

  private Outcome run(ConnectionScript script) throws IOException, InterruptedException {
    Outcome outcome = new ConnectionRun(target, upstreams, "c" + ++sent).run(script);
    return target.alive() ? outcome : Outcome.PROXY_ENDS;
  }

  Outcome run(Script script) throws InterruptedException {
    String id = "c" + ++sent;
    upstreams.http().expect(">", List.of(script.answer()));
    target.log().start(id);
    // The last callback of a stream is always logged: it tells that nothing more will come.
    Optional<Received> answer =
        client.send(
            target.ports().http(),
            script.request(),
            List.of(new Field(ID, id), new Field("x-probe", script.steps() + "|dl=ret(0)")));
    Duration patience = answer.isEmpty() ? Duration.ZERO : LOG_PATIENCE;
    List<String> callbacks = target.log().await(1, patience);
    if (target.log().ended() == 0 && target.endsWithin(END_PATIENCE)) {
      return Outcome.PROXY_ENDS;
    }
    return Outcome.of(
        answer.filter(Received::whole), judged(upstreams.http().received()), callbacks);
  }

  /// The request that went through the proxy, if it came whole; else the last call that the probe
  /// made itself.
  private static Optional<Received> judged(List<Received> requests) {
    List<Received> whole = requests.stream().filter(Received::whole).toList();
    return whole.stream()
        .filter(CaseRun::wentThrough)
        .findFirst()
        .or(() -> whole.isEmpty() ? Optional.empty() : Optional.of(whole.getLast()));
  }

  private static boolean wentThrough(Received request) {
    return request.headers().stream().anyMatch(field -> field.name().equals(ID));
  }

  @Override
  public void close() {
    client.close();
  }
}
