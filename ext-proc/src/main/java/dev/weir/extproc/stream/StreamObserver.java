package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.mapping.Drops;
import dev.weir.proxywasm.PluginException;
import java.util.List;

/// Hears what happens on streams, for metrics and status. Called on lanes; must not block.
public interface StreamObserver {
  void streamOpened();

  void streamEnded();

  /// A stream named a chain that is not here; it was answered with 503.
  void chainUnknown(String name);

  void answered(Answer.Kind kind);

  void pluginFailed(String plugin, PluginException failure);

  /// The chain as it is run on this stream, with whatever hears what its plugins do.
  default List<Stage> watched(List<Stage> chain) {
    return chain;
  }

  /// Something that a plugin of this chain asked for cannot be done.
  void dropped(String chain, Drops.Reason reason);

  /// Body bytes held back for plugins have become more, or fewer.
  void held(long moreBytes);

  /// The proxy sent what cannot be.
  void protocolViolated();
}
