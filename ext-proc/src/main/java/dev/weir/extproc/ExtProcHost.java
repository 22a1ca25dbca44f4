package dev.weir.extproc;

import io.micrometer.core.instrument.MeterRegistry;

/// A running ext-proc host.
public final class ExtProcHost implements AutoCloseable {
  private ExtProcHost() {}

  /// Binds, and starts to ask the xDS server for chains; returns before any chain is loaded.
  ///
  /// @throws java.io.IOException if the address cannot be bound
  public static ExtProcHost start(
      Options options, ModuleSource modules, MeterRegistry meters)
      throws java.io.IOException {
    throw new UnsupportedOperationException();
  }

  /// The port that serves ext_proc.
  public int port() {
    throw new UnsupportedOperationException();
  }

  /// Whether the xDS server is connected and every chain that it offered has been answered.
  public boolean ready() {
    throw new UnsupportedOperationException();
  }

  /// Drains: health turns to NOT_SERVING, open streams may end, then everything stops. Returns when
  /// it is done; safe to call twice.
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
