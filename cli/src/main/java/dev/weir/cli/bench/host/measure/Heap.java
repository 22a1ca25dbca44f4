package dev.weir.cli.bench.host.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/// The Java heap.
final class Heap {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final int COLLECTIONS = 3; // what finalizers and soft references hold goes later

  private Heap() {}

  /// Bytes that are reachable.
  static long live() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return MEMORY.getHeapMemoryUsage().getUsed();
  }
}
