package dev.weir.proxywasm.plugin;

import dev.weir.engine.InstanceImage;
import dev.weir.proxywasm.Capabilities;
import dev.weir.proxywasm.PluginSpec;
import java.util.Map;
import java.util.Optional;

/// The state of a module right after its own initialisation, from which its further instances are
/// made: a Rust or Go module takes milliseconds to get there.
///
/// Only where a copy cannot be told from a fresh start. Initialisation sees nothing of a plugin but
/// what [Origin] holds. One that read a clock or drew random numbers is run each time: all copies
/// would draw the same numbers ever after.
///
/// Thread-safe; instances start on many threads.
final class InitialisedState {
  private record Origin(
      Map<String, String> environment, Capabilities capabilities, long memoryBytes) {
    static Origin of(PluginSpec spec) {
      return new Origin(
          spec.environment(), spec.capabilities(), spec.limits().instance().memoryBytes());
    }
  }

  private record Kept(Origin origin, InstanceImage image) {}

  /// The last one only: the plugins of one module mostly have one environment.
  private volatile Optional<Kept> kept = Optional.empty();

  Optional<InstanceImage> find(PluginSpec spec) {
    Origin wanted = Origin.of(spec);
    return kept.filter(k -> k.origin().equals(wanted)).map(Kept::image);
  }

  void keep(PluginSpec spec, InstanceImage image) {
    kept = Optional.of(new Kept(Origin.of(spec), image));
  }
}
