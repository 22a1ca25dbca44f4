package dev.weir.extproc.server;

import dev.weir.extproc.network.ConnectionObserver;
import dev.weir.extproc.record.Sinks;
import dev.weir.extproc.record.StreamSink;
import dev.weir.extproc.stream.StreamObserver;
import dev.weir.extproc.tls.TlsObserver;
import java.util.List;
import java.util.function.Consumer;

/// Who hears what happens at a server. Called on lanes, but for TLS; must not block.
///
/// @param streams of all of them together
/// @param each of every HTTP one for itself
/// @param connections of TCP connections
public record Observers(
    StreamObserver streams,
    StreamSink each,
    ConnectionObserver connections,
    TlsObserver tls,
    Consumer<Refusal> refusals) {
  /// Of streams as a whole and certificates only.
  public Observers(StreamObserver streams, TlsObserver tls) {
    this(streams, new Sinks(List.of()), ConnectionObserver.none(), tls, Refusal.IGNORED);
  }
}
