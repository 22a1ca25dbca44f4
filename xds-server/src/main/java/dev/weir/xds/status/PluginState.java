package dev.weir.xds.status;

import dev.weir.model.Phase;
import dev.weir.model.Placement;
import dev.weir.model.PluginType;
import java.util.Optional;

/// One WasmPlugin and how far it has come.
///
/// @param name `<namespace>/<name>`
public record PluginState(
    String name, Place place, Revision revision, Reach reach, Trouble trouble) {
  /// Where it runs.
  public record Place(PluginType type, Phase phase, Placement placement) {}

  /// SHA-256 of document and module together.
  ///
  /// @param served what the fleet is to run; empty if none was ever good
  /// @param wanted the newest valid one; differs from `served` on the way to it and after a refusal
  public record Revision(Optional<String> served, Optional<String> wanted) {}

  /// How many have the served revision.
  ///
  /// @param acked proxies that confirmed it
  /// @param matched connected proxies that the plugin selects
  /// @param loaded hosts that run it
  /// @param hosts connected hosts; 0 for a plugin in the proxy
  public record Reach(int acked, int matched, int loaded, int hosts) {}

  /// What went wrong.
  ///
  /// @param refusal why the newest document or revision is not what serves
  /// @param runtimeFailures traps, missed deadlines and the like, over all hosts
  /// @param lastRuntime the last of those
  public record Trouble(
      Optional<Failure> refusal, long runtimeFailures, Optional<Failure> lastRuntime) {
    /// The error to show first.
    public Optional<Failure> last() {
      return refusal.or(() -> lastRuntime);
    }
  }
}
