package dev.weir.cli.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// How much CPU processes outside a run use while it measures: what makes its figures noisy.
public final class Disturbance {
  private final Map<Long, CpuReading> ours;
  private final MachineLoad machine;
  private final long startNanos;

  private Disturbance(Map<Long, CpuReading> ours, MachineLoad machine) {
    this.ours = Map.copyOf(ours);
    this.machine = machine;
    this.startNanos = System.nanoTime();
  }

  /// Starts counting.
  ///
  /// @param ours every process of the run
  public static Disturbance since(Set<Long> ours) {
    var readings = new HashMap<Long, CpuReading>();
    ours.forEach(pid -> readings.put(pid, read(pid)));
    return new Disturbance(readings, readMachine());
  }

  /// CPU cores' worth of time that others have used since.
  public double cores() {
    Duration others = readMachine().busy().minus(machine.busy());
    for (var reading : ours.entrySet()) {
      others = others.minus(read(reading.getKey()).since(reading.getValue()));
    }
    return Math.max(0, others.toNanos() / (double) (System.nanoTime() - startNanos));
  }

  private static CpuReading read(long pid) {
    try {
      return CpuReading.of(pid);
    } catch (IOException e) {
      throw new UncheckedIOException("process %d: no CPU accounting".formatted(pid), e);
    }
  }

  private static MachineLoad readMachine() {
    try {
      return MachineLoad.now();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
