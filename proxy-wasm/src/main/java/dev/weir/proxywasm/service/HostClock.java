package dev.weir.proxywasm.service;

import java.time.Instant;

/// Time as plugins see it.
public interface HostClock {
  long realtimeNanos();

  /// Always more than 0: the Go runtime gives up on a clock that says 0.
  long monotonicNanos();

  static HostClock system() {
    long origin = System.nanoTime() - 1;
    return new HostClock() {
      @Override
      public long realtimeNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
      }

      @Override
      public long monotonicNanos() {
        return System.nanoTime() - origin;
      }
    };
  }
}
