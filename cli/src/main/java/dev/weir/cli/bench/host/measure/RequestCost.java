package dev.weir.cli.bench.host.measure;

import com.sun.management.ThreadMXBean;
import dev.weir.cli.bench.table.Spread;
import java.lang.management.ManagementFactory;

/// Measures host and bare engine in turns of about a millisecond, so that whatever disturbs the
/// machine disturbs both. Time is what this thread had of a processor.
final class RequestCost {
  private static final int BATCH_NANOS = 1_000_000;

  /// Latency counts as flat after this many batches that were not faster by 2 % than all before.
  private static final int FLAT_BATCHES = 400;

  private static final double PROGRESS = 0.98;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final HostPlan plan;

  RequestCost(HostPlan plan) {
    this.plan = plan;
  }

  SubjectResult.Cost measure(Requests host, Requests bare, int bodyBytes) {
    Batch hostBatch = new Batch(host);
    Batch bareBatch = new Batch(bare);
    warmUp(hostBatch, bareBatch);
    double[] hostNanos = new double[plan.rounds()];
    double[] bareNanos = new double[plan.rounds()];
    double[] ratios = new double[plan.rounds()];
    double[] hostBytes = new double[plan.rounds()];
    double[] bareBytes = new double[plan.rounds()];
    for (int round = 0; round < plan.rounds(); round++) {
      Tally ours = new Tally(host, hostBatch.size);
      Tally theirs = new Tally(bare, bareBatch.size);
      while (ours.nanos + theirs.nanos < 2 * plan.slice().toNanos()) {
        ours.batch();
        theirs.batch();
      }
      hostNanos[round] = ours.nanosEach();
      bareNanos[round] = theirs.nanosEach();
      ratios[round] = ours.nanosEach() / theirs.nanosEach();
      hostBytes[round] = ours.bytesEach();
      bareBytes[round] = theirs.bytesEach();
    }
    return new SubjectResult.Cost(
        bodyBytes,
        Spread.of(hostNanos),
        Spread.of(bareNanos),
        Spread.of(ratios),
        Spread.of(hostBytes),
        Spread.of(bareBytes));
  }

  /// Until they get no faster, in turns as in the rounds: what one alone was compiled for is
  /// compiled again when the other comes.
  private void warmUp(Batch host, Batch bare) {
    long deadline = THREADS.getCurrentThreadCpuTime() + 2 * plan.warmUp().toNanos();
    int flat = 0;
    while (flat < FLAT_BATCHES && THREADS.getCurrentThreadCpuTime() < deadline) {
      boolean hostFaster = host.run();
      boolean bareFaster = bare.run();
      flat = hostFaster || bareFaster ? 0 : flat + 1;
    }
  }

  /// Requests of one of the two that take about a millisecond.
  private static final class Batch {
    private final Requests requests;
    private int size = 1;
    private double best = Double.MAX_VALUE;

    Batch(Requests requests) {
      this.requests = requests;
    }

    /// @return whether it was faster than ever
    boolean run() {
      double nanos = time(requests, size) / (double) size;
      boolean faster = nanos < best * PROGRESS;
      best = Math.min(best, nanos);
      size = (int) Math.clamp(BATCH_NANOS / best, 1, 10_000);
      return faster;
    }
  }

  private static long time(Requests requests, int count) {
    long begin = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < count; i++) {
      requests.one();
    }
    return THREADS.getCurrentThreadCpuTime() - begin;
  }

  /// What one of the two took in one round.
  private static final class Tally {
    private final Requests requests;
    private final int batch;
    private long nanos;
    private long bytes;
    private long count;

    Tally(Requests requests, int batch) {
      this.requests = requests;
      this.batch = batch;
    }

    void batch() {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      nanos += time(requests, batch);
      bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
      count += batch;
    }

    double nanosEach() {
      return nanos / (double) count;
    }

    double bytesEach() {
      return bytes / (double) count;
    }
  }
}
