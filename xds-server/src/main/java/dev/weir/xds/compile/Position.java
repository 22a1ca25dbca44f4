package dev.weir.xds.compile;

import dev.weir.model.Phase;
import java.util.Arrays;
import java.util.Optional;

/// A place in every HTTP connection manager where filters can be put without touching the listener.
/// The order is that in which a request meets them.
public enum Position {
  AUTHN("weir.authn", Phase.AUTHN),
  AUTHZ("weir.authz", Phase.AUTHZ),
  STATS("weir.stats", Phase.STATS),
  DEFAULT("weir.default", Phase.UNSPECIFIED);

  private final String slot;
  private final Phase phase;

  Position(String slot, Phase phase) {
    this.slot = slot;
    this.phase = phase;
  }

  /// The filter's name in the listener and the resource's name in ECDS. Part of metric names, so it
  /// never changes.
  public String slot() {
    return slot;
  }

  /// The phase whose plugins run here.
  public Phase phase() {
    return phase;
  }

  /// The position with this slot name.
  public static Optional<Position> find(String slot) {
    return Arrays.stream(values()).filter(position -> position.slot.equals(slot)).findFirst();
  }
}
