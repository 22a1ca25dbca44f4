package dev.weir.extproc.server;

import dev.weir.extproc.chain.LaneChain;
import java.util.Optional;

/// The chains that this host can run now.
@FunctionalInterface
public interface Chains {
  /// Called on the lane for each stream.
  ///
  /// @param name `<name>@<revision>`, or `<name>` for the newest revision of that name
  Optional<LaneChain> find(String name, EventLoopLane lane);
}
