package dev.weir.proxywasm.service;

/// Time as plugins see it.
public interface HostClock {
  long realtimeNanos();

  long monotonicNanos();

  static HostClock system() {
    return new HostClock() {
      @Override
      public long realtimeNanos() {
        var now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
      }

      @Override
      public long monotonicNanos() {
        return System.nanoTime();
      }
    };
  }
}
