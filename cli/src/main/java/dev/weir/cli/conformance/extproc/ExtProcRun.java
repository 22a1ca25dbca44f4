package dev.weir.cli.conformance.extproc;

import dev.weir.cli.bench.process.EnvoyAdmin;
import dev.weir.cli.conformance.probe.Field;
import dev.weir.cli.conformance.probe.ProbeClient;
import dev.weir.cli.conformance.probe.ProbeLog;
import dev.weir.cli.conformance.probe.ProbeUpstream;
import dev.weir.cli.conformance.probe.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends the cases through the proxy, one after the other.
final class ExtProcRun {
  /// How long the end of a stream may take to reach the host after the client has its answer.
  private static final Duration END_PATIENCE = Duration.ofSeconds(2);

  private final Ends ends;
  private final EnvoyAdmin admin;
  private final Counters counters;
  private final ProbeLog log;
  private final HostEvents events;
  private final Map<String, Integer> ports = new HashMap<>();
  private int sent;

  /// Everything around the proxy.
  record Ends(ProbeClient client, ProbeUpstream upstream, ProbeUpstream callouts, ProbeHost host) {}

  ExtProcRun(Ends ends, EnvoyAdmin admin, ProbeLog log, HostEvents events) {
    this.ends = ends;
    this.admin = admin;
    this.counters = new Counters(admin);
    this.log = log;
    this.events = events;
  }

  ExtProcOutcome run(ExtProcCase row, Mode mode) throws IOException, InterruptedException {
    String id = "c" + ++sent;
    ends.upstream().expect(row.answers());
    ends.callouts().expect(List.of(row.callout()));
    log.start(id);
    events.start();
    Optional<Received> answer =
        ends.client()
            .send(
                port(mode),
                row.request(),
                List.of(new Field("x-probe-id", id), new Field("x-probe", row.steps())));
    String left = events.awaitEnd(END_PATIENCE);
    List<String> counted = new ArrayList<>(events.lines());
    if (!left.isEmpty()) {
      counted.add("* " + left);
    }
    counted.addAll(counters.moved(mode, row.counters()));
    if (events.instanceFailed() || row.leavesCalls()) {
      ends.host().reload(mode.chain());
    }
    return ExtProcOutcome.of(answer, ends.upstream().received(), log.lines(), counted);
  }

  private int port(Mode mode) {
    return ports.computeIfAbsent(mode.name(), name -> admin.find(name).orElseThrow().getPort());
  }
}
