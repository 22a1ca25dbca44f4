package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.ProbeLog;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// A proxy with the probe in it.
interface Target extends AutoCloseable {
  /// Where the proxy takes what the cases send.
  ListenerPorts ports();

  /// Merges `spec` into the document of a plugin, which takes effect some time later.
  void change(String plugin, JsonNode spec) throws IOException;

  /// The lines that the probe logs.
  ProbeLog log();

  /// The end of all that is logged.
  String lastLines();

  /// False once it has ended by itself.
  boolean alive();

  /// Whether it ends by itself within this time.
  boolean endsWithin(Duration time) throws InterruptedException;

  @Override
  void close();
}
