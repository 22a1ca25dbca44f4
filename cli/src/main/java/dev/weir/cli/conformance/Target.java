package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.ProbeLog;
import java.time.Duration;

/// A proxy with the probe in it.
interface Target extends AutoCloseable {
  /// The port on which the proxy takes the case's request.
  int port();

  /// The lines that the probe logs.
  ProbeLog log();

  /// False once it has ended by itself.
  boolean alive();

  /// Whether it ends by itself within this time.
  boolean endsWithin(Duration time) throws InterruptedException;

  @Override
  void close();
}
