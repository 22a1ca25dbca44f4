package dev.weir.extproc.stream;

import dev.weir.extproc.chain.Stage;
import dev.weir.proxywasm.Lane;
import java.util.List;

/// What a stream is given by its host.
///
/// @param chain the plugins, in the order in which they meet a request
/// @param lane the stream's own
/// @param timeouts how long the proxy waits for answers
public record StreamSetup(
    List<Stage> chain, Lane lane, Timeouts timeouts, StreamObserver observer) {
  public StreamSetup {
    chain = List.copyOf(chain);
  }
}
