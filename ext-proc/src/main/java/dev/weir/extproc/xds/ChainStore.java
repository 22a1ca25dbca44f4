package dev.weir.extproc.xds;

import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.load.LoadedChain;
import dev.weir.extproc.server.Chains;
import dev.weir.extproc.server.EventLoopLane;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The chains that take streams. Written by the subscription's thread, read by lanes.
public final class ChainStore implements Chains {
  /// By id, and the newest of each name by name; replaced whole.
  private volatile Map<String, LoadedChain> chains = Map.of();

  @Override
  public Optional<LaneChain> find(String name, EventLoopLane lane) {
    return Optional.ofNullable(chains.get(name)).map(chain -> chain.on(lane));
  }

  void put(LoadedChain chain) {
    Map<String, LoadedChain> next = new HashMap<>(chains);
    next.put(chain.id(), chain);
    next.put(chain.name(), chain);
    chains = Map.copyOf(next);
  }

  void remove(LoadedChain chain) {
    Map<String, LoadedChain> next = new HashMap<>(chains);
    next.values().removeIf(chain::equals);
    chains = Map.copyOf(next);
  }
}
