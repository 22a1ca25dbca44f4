package dev.weir.xds;

import dev.weir.model.document.Document;
import dev.weir.xds.module.ModuleFactsSource;
import dev.weir.xds.status.Status;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Collection;

/// The control plane: takes documents, serves proxies and hosts, tells what became of it.
///
/// Every method may be called from any thread.
public final class XdsServer implements AutoCloseable {
  /// Binds and serves. Streams are refused until the first [#publish].
  ///
  /// @throws IOException if the address cannot be bound
  public static XdsServer start(Options options, ModuleFactsSource modules, MeterRegistry meters)
      throws IOException {
    throw new UnsupportedOperationException("xds-server: not there yet");
  }

  /// Makes `documents`, the whole set, the wanted state. Equal content changes nothing.
  ///
  /// Looks at modules on the caller's thread; the rest happens on the owner's after the return.
  public void publish(Collection<? extends Document> documents) {
    throw new UnsupportedOperationException("xds-server: not there yet");
  }

  /// The port that is served.
  public int port() {
    throw new UnsupportedOperationException("xds-server: not there yet");
  }

  /// The newest snapshot; cheap.
  public Status status() {
    throw new UnsupportedOperationException("xds-server: not there yet");
  }

  /// Ends every stream and stops serving; proxies keep what they have.
  @Override
  public void close() {}
}
