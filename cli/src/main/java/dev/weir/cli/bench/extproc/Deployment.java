package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.load.Load;
import dev.weir.cli.bench.load.LoadGenerator;
import dev.weir.cli.bench.load.Origin;
import dev.weir.cli.bench.process.ChildProcess;
import dev.weir.cli.bench.process.CpuReading;
import dev.weir.cli.bench.process.Envoy;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.bench.report.Slice;
import java.util.Map;
import java.util.Optional;

/// One setup as it runs for one scenario: an Envoy of its own, and the server that it asks.
record Deployment(Setup setup, Scenario scenario, Envoy envoy, Optional<ChildProcess> server) {
  // Every way in which Envoy counts an ext_proc stream that did not go as it should.
  private static final String FAILED_STREAMS =
      "ext_proc\\.(.*\\.)?(streams_failed|message_timeouts|failure_mode_allowed|spurious_msgs_received"
          + "|rejected_header_mutations)$";

  private record Reading(CpuReading envoy, CpuReading server, Origin.Seen seen) {}

  /// Puts one slice of load on this deployment while every other one is idle.
  Slice measure(LoadGenerator generator, Origin origin, Load load) throws InterruptedException {
    try (var run = generator.connect(envoy.listener(), load)) {
      Reading before = read(origin);
      var result = run.run();
      Reading after = read(origin);
      return new Slice(
          result,
          after.seen.since(before.seen),
          new Slice.Usage(after.envoy.since(before.envoy), envoy.memoryMegabytes()),
          new Slice.Usage(
              after.server.withoutCompilersSince(before.server),
              server.map(ChildProcess::memoryMegabytes).orElse(0.0)));
    }
  }

  private Reading read(Origin origin) {
    var none = new CpuReading(Map.of());
    return new Reading(envoy.cpu(), server.map(ChildProcess::cpu).orElse(none), origin.seen());
  }

  /// Streams to the server that failed in any way since this Envoy started.
  long failedStreams() {
    return envoy.admin().counters(FAILED_STREAMS);
  }

  /// Whether something here gets faster for the first seconds.
  boolean onJvm() {
    return setup.hasServer() && setup != Setup.NOOP_GO;
  }

  String name() {
    return setup.title() + ", " + scenario.title();
  }
}
