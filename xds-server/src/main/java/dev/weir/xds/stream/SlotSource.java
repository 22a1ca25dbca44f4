package dev.weir.xds.stream;

import java.util.Optional;

/// Where the contents of one proxy's slots come from.
public interface SlotSource {
  /// What this proxy was sent before; the same object for every stream of the proxy.
  SlotHistory history(String slot);

  /// What the slot should run. Empty while that is not known: the proxy waits, its listener warms.
  Optional<Resource> candidate(String slot);

  /// What the slot should run, if the hosts have what that needs. A proxy that runs something of an
  /// earlier server waits for it.
  Optional<Resource> loaded(String slot);

  /// What other proxies of the same kind run, for a proxy that has no last good of its own.
  Optional<Resource> proven(String slot);

  /// The content that a proxy says it has from an earlier server.
  Optional<Resource> known(String slot, String version);

  /// What runs where nothing was ever accepted: pass-through or deny.
  Resource fallback(String slot);
}
