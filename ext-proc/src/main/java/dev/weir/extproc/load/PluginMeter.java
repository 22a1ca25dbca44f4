package dev.weir.extproc.load;

import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.wire.Direction;

/// Measures one plugin. Called on lanes; must not block.
public interface PluginMeter {
  /// A context was opened for an exchange.
  void opened();

  void closed();

  /// A callback returned, or failed, after `nanos`.
  void called(Direction direction, Part part, long nanos);
}
