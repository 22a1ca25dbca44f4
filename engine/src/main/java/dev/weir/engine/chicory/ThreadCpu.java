package dev.weir.engine.chicory;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// Processor time that a thread has used. Costs about a microsecond, so only the watchdog asks.
final class ThreadCpu {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean SUPPORTED =
      THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

  private ThreadCpu() {}

  /// Negative where it is not known: for virtual threads, ended ones, and on systems without it.
  static long nanos(Thread thread) {
    return SUPPORTED && !thread.isVirtual() ? THREADS.getThreadCpuTime(thread.threadId()) : -1;
  }
}
