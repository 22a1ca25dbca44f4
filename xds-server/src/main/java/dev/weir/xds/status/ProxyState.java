package dev.weir.xds.status;

import java.util.List;
import java.util.Optional;

/// One proxy, as the ledger knows it.
///
/// @param node the node id
/// @param version Envoy's version, as `1.40.0`; empty if the proxy did not tell
/// @param lastError the last rejection of anything sent to this proxy that still holds
public record ProxyState(
    String node,
    String version,
    boolean connected,
    List<SlotState> slots,
    Optional<Failure> lastError) {
  public ProxyState {
    slots = List.copyOf(slots);
  }

  /// One slot of one proxy.
  ///
  /// @param revision SHA-256 of the content that this state is about
  public record SlotState(String slot, String revision, Progress progress) {}

  /// How far a content has come on one proxy.
  public enum Progress {
    /// Sent, not answered.
    SENT,
    /// Accepted: it serves.
    ACKED,
    /// Refused; the last good content is (or is about to be) in its place.
    REJECTED
  }
}
