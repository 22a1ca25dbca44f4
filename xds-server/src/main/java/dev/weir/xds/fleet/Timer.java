package dev.weir.xds.fleet;

import java.time.Duration;
import java.time.Instant;

/// Time, as the owner's thread sees it.
public interface Timer {
  Instant now();

  /// Runs `task` on the owner's thread once `delay` has passed. A closed server drops it.
  void after(Duration delay, Runnable task);
}
