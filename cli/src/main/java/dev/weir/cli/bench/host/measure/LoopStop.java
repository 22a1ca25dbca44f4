package dev.weir.cli.bench.host.measure;

import dev.weir.cli.bench.table.Spread;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.plugin.ProxyWasmModule;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// Endless loops, each in an instance of its own, until the host stops them.
final class LoopStop {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final ProxyWasmModule module;
  private final Subject subject;
  private final long limitNanos = PluginLimits.defaults().instance().callback().toNanos();

  /// @param subject loops in its request headers callback
  LoopStop(ProxyWasmModule module, Subject subject) {
    this.module = module;
    this.subject = subject;
  }

  SubjectResult.Stop measure(int loops) {
    double[] cpu = new double[loops];
    double[] clock = new double[loops];
    stop(cpu, clock, 0); // the first one loads the classes that a stop needs
    for (int i = 0; i < loops; i++) {
      stop(cpu, clock, i);
    }
    return new SubjectResult.Stop(loops, Spread.of(cpu), Spread.of(clock));
  }

  private void stop(double[] cpu, double[] clock, int at) {
    Plugin plugin = PluginRequests.start(module, subject, PluginLimits.defaults());
    BenchExchange exchange = new BenchExchange(subject, new byte[0]);
    exchange.begin();
    StreamContext stream = plugin.open(exchange);
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    try {
      stream.onRequestHeaders(true);
      throw new IllegalStateException(
          "%s: returned (expected: an endless loop)".formatted(subject.name()));
    } catch (PluginException _) {
      clock[at] = (System.nanoTime() - begin - limitNanos) / NANOS_PER_MILLI;
      cpu[at] = (THREADS.getCurrentThreadCpuTime() - cpuBefore - limitNanos) / NANOS_PER_MILLI;
    }
    plugin.close();
  }
}
