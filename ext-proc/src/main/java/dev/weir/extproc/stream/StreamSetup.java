package dev.weir.extproc.stream;

import dev.weir.extproc.chain.Stage;
import dev.weir.proxywasm.Lane;
import java.util.List;

/// What a stream is given by its host.
///
/// @param chain the plugins, in the order in which they meet a request
/// @param lane the stream's own
/// @param terms what the proxy allows
public record StreamSetup(
    String chainName, List<Stage> chain, Lane lane, Terms terms, StreamObserver observer) {
  public StreamSetup {
    chain = List.copyOf(chain);
  }
}
