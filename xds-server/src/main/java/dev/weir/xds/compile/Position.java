package dev.weir.xds.compile;

import dev.weir.model.Phase;
import dev.weir.model.PluginType;
import dev.weir.model.WasmPlugin;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A place where filters can be put without touching the listener: those for HTTP are in every HTTP
/// connection manager, in the order in which a request meets them; the one for TCP connections is
/// where a listener names it.
public enum Position {
  AUTHN("weir.authn", Phase.AUTHN),
  AUTHZ("weir.authz", Phase.AUTHZ),
  STATS("weir.stats", Phase.STATS),
  DEFAULT("weir.default", Phase.UNSPECIFIED),
  NETWORK("weir.network");

  /// Those of an HTTP connection manager.
  static final List<Position> OF_HTTP = List.of(AUTHN, AUTHZ, STATS, DEFAULT);

  private final String slot;
  private final Optional<Phase> phase;

  Position(String slot, Phase phase) {
    this.slot = slot;
    this.phase = Optional.of(phase);
  }

  Position(String slot) {
    this.slot = slot;
    this.phase = Optional.empty();
  }

  /// The filter's name in the listener and the resource's name in ECDS. Part of metric names, so it
  /// never changes.
  public String slot() {
    return slot;
  }

  /// Whether plugins of this order run here. Those for TCP connections do in all phases.
  public boolean holds(WasmPlugin.Order order) {
    return order.type() == PluginType.NETWORK
        ? this == NETWORK
        : phase.filter(own -> own == order.phase()).isPresent();
  }

  /// The position with this slot name.
  public static Optional<Position> find(String slot) {
    return Arrays.stream(values()).filter(position -> position.slot.equals(slot)).findFirst();
  }
}
