package dev.weir.extproc.server;

import dev.weir.extproc.stream.StreamObserver;
import dev.weir.extproc.tls.TlsObserver;
import java.util.function.Consumer;

/// Who hears what happens at a server. Called on lanes, but for TLS; must not block.
public record Observers(StreamObserver streams, TlsObserver tls, Consumer<Refusal> refusals) {
  /// Without refusals.
  public Observers(StreamObserver streams, TlsObserver tls) {
    this(streams, tls, Refusal.IGNORED);
  }
}
