package dev.weir.proxywasm.context;

/// A token bucket that holds one second's worth of log lines.
final class LogBudget {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long nanosPerLine;
  private final long capacityNanos;
  private long spentUntil;

  LogBudget(int linesPerSecond, long nowNanos) {
    this.nanosPerLine =
        linesPerSecond == 0 ? Long.MAX_VALUE / 4 : NANOS_PER_SECOND / linesPerSecond;
    this.capacityNanos = linesPerSecond == 0 ? 0 : nanosPerLine * linesPerSecond;
    this.spentUntil = nowNanos - capacityNanos;
  }

  boolean tryTake(long nowNanos) {
    long from = Math.max(spentUntil, nowNanos - capacityNanos);
    if (from + nanosPerLine > nowNanos) {
      return false;
    }
    spentUntil = from + nanosPerLine;
    return true;
  }
}
