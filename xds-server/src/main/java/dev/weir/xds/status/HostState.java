package dev.weir.xds.status;

import java.util.List;
import java.util.Optional;

/// One ext-proc host.
///
/// @param node its node id
/// @param address where it serves ext_proc, `address:port`; empty until it has told
/// @param serving whether proxies are given this host's address
public record HostState(
    String node, String address, boolean connected, boolean serving, List<ChainState> chains) {
  public HostState {
    chains = List.copyOf(chains);
  }

  /// One filter chain on one host.
  ///
  /// @param chain `<slot>@<revision>`
  public record ChainState(
      String chain, Progress progress, long openStreams, Optional<Failure> lastError) {}

  /// How far a chain has come on one host.
  public enum Progress {
    OFFERED,
    LOADED,
    REJECTED,
    DRAINING
  }
}
