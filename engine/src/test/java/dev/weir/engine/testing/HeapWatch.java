package dev.weir.engine.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a long loop leaves behind: heap and class metadata in use after a collection, noted at
/// intervals.
public final class HeapWatch {
  /// What collections leave by chance; a leak of one object an iteration is far beyond.
  private static final long NOISE_BYTES = 4 << 20;

  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final MemoryPoolMXBean METADATA =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getName().equals("Metaspace"))
          .findFirst()
          .orElseThrow();

  private final List<Long> samples = new ArrayList<>();
  private final long every;
  private long done;

  /// @param iterations of the loop, in which it looks about twelve times
  public HeapWatch(long iterations) {
    this.every = Math.max(1, iterations / 12);
  }

  /// One more iteration is done.
  public void tick() {
    if (++done % every == 0) {
      System.gc();
      samples.add(MEMORY.getHeapMemoryUsage().getUsed() + METADATA.getUsage().getUsed());
    }
  }

  /// Bytes that the second half of the loop kept beyond the most that the first one did; 0 for what
  /// chance explains. The first quarter, in which code is compiled, does not count.
  public long growth() {
    List<Long> settled = samples.subList(samples.size() / 4, samples.size());
    long before = most(settled.subList(0, settled.size() / 2));
    long after = least(settled.subList(settled.size() / 2, settled.size()));
    return Math.max(0, after - before - NOISE_BYTES);
  }

  private static long most(List<Long> samples) {
    return samples.stream().mapToLong(Long::longValue).max().orElse(Long.MAX_VALUE / 2);
  }

  private static long least(List<Long> samples) {
    return samples.stream().mapToLong(Long::longValue).min().orElse(0);
  }

  /// The samples in MB.
  @Override
  public String toString() {
    return samples.stream()
        .map(bytes -> String.format(Locale.ROOT, "%.1f", bytes / 1e6))
        .collect(Collectors.joining(" ", "in use after each collection, MB: ", ""));
  }
}
