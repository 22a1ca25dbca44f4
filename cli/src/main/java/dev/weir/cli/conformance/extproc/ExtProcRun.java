package dev.weir.cli.conformance.extproc;

import dev.weir.cli.bench.process.EnvoyAdmin;
import dev.weir.cli.conformance.probe.Field;
import dev.weir.cli.conformance.probe.Message;
import dev.weir.cli.conformance.probe.ProbeLog;
import dev.weir.cli.conformance.probe.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends cases through one proxy, one after the other.
final class ExtProcRun {
  /// How long the end of a stream may take to reach the host after the client has its answer.
  private static final Duration END_PATIENCE = Duration.ofSeconds(2);

  private final Ends ends;
  private final ProbeHost host;
  private final EnvoyAdmin admin;
  private final Counters counters;
  private final ProbeLog log;
  private final HostEvents events;
  private final Map<String, Integer> ports = new HashMap<>();
  private int sent;

  ExtProcRun(Ends ends, ProbeHost host, EnvoyAdmin admin, ProbeLog log, HostEvents events) {
    this.ends = ends;
    this.host = host;
    this.admin = admin;
    this.counters = new Counters(admin);
    this.log = log;
    this.events = events;
  }

  ExtProcOutcome run(ExtProcCase row, Mode mode) throws IOException, InterruptedException {
    String id = "c" + ++sent;
    ends.upstream().expect(">", row.answers());
    ends.callouts().expect("callout", List.of(row.callout()));
    List<String> counted = new ArrayList<>(row.resets() > 0 ? reset(row, mode) : List.of());
    ends.upstream().expect(">", row.answers());
    log.start(id);
    events.start();
    Optional<Received> answer =
        ends.client().send(port(mode), mode.client(), row.request(), probe(id, row.steps()));
    String left = events.awaitEnd(END_PATIENCE);
    counted.addAll(events.lines());
    if (!left.isEmpty()) {
      counted.add("* " + left);
    }
    counted.addAll(counters.moved(mode, row.counters()));
    log.missed().forEach(event -> counted.add("? '%s' did not happen".formatted(event)));
    if (events.instanceFailed() || row.leavesCalls()) {
      host.reload(mode.chain());
    }
    return ExtProcOutcome.of(answer, ends.upstream().received(), log.lines(), counted);
  }

  /// Has clients go away until the host has seen enough of it, many at a time, and sends another
  /// request each time. That it is answered says that the host has caught up: Envoy closes the
  /// connection of a server that leaves too many resets unread.
  private List<String> reset(ExtProcCase row, Mode mode) throws InterruptedException {
    int port = port(mode);
    long last = events.streamsOpened() + row.resets();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < row.resets() && events.streamsOpened() < last; i++) {
      ends.resets().run(port, row.request(), probe("reset", row.steps()));
      Optional<Received> other = ends.client().send(port, Message.DEFAULT, probe("other", ""));
      if (other.filter(answer -> answer.start().equals("200")).isEmpty()) {
        lines.add("~ other: " + other.map(Received::toString).orElse("no answer"));
      }
    }
    long missing = Math.max(0, last - events.streamsOpened());
    lines.add(
        "~ %d streams reset, %d others failed".formatted(row.resets() - missing, lines.size()));
    return lines;
  }

  private static List<Field> probe(String id, String steps) {
    return List.of(new Field("x-probe-id", id), new Field("x-probe", steps));
  }

  private int port(Mode mode) {
    return ports.computeIfAbsent(mode.name(), name -> admin.find(name).orElseThrow().getPort());
  }
}
