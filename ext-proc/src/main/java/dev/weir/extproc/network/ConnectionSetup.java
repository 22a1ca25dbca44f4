package dev.weir.extproc.network;

import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.stream.StreamObserver;
import java.util.List;

/// What a connection is given by its host.
///
/// @param chain the plugins, in the order in which they meet what the client sends
public record ConnectionSetup(
    List<Stage> chain, StreamObserver streams, ConnectionObserver connections) {
  public ConnectionSetup {
    chain = List.copyOf(chain);
  }
}
