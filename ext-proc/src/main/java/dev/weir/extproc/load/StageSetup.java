package dev.weir.extproc.load;

import dev.weir.extproc.chain.Stage.FailStrategy;
import dev.weir.proto.v1alpha1.Limits;
import dev.weir.proto.v1alpha1.Plugin;

/// What a resource says about a plugin's place in the chain, apart from its module.
record StageSetup(
    String name, FailStrategy failStrategy, long heldBodyBytes, TrafficFilter traffic) {
  private static final long DEFAULT_HELD_BODY_BYTES = 1L << 20;

  static StageSetup of(Plugin plugin) {
    Limits limits = plugin.getLimits();
    return new StageSetup(
        plugin.getName(),
        failStrategy(plugin),
        limits.hasHeldBodyBytes() ? limits.getHeldBodyBytes() : DEFAULT_HELD_BODY_BYTES,
        new TrafficFilter(plugin.getTrafficList()));
  }

  /// FAIL_RELOAD fails the exchange too; a failed instance is replaced in any case.
  private static FailStrategy failStrategy(Plugin plugin) {
    return switch (plugin.getFailStrategy()) {
      case FAIL_OPEN -> FailStrategy.OPEN;
      case FAIL_CLOSE, FAIL_RELOAD, UNRECOGNIZED -> FailStrategy.CLOSE;
    };
  }
}
