package dev.weir.cli.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// CPU time that the whole machine has used so far, by anything.
public record MachineLoad(Duration busy) {
  private static final int TICKS_PER_SECOND = 100; // USER_HZ, fixed for user space on Linux

  public static MachineLoad now() throws IOException {
    return parse(Files.readAllLines(Path.of("/proc/stat")));
  }

  /// Fields of the `cpu` line, proc(5): user nice system idle iowait irq softirq steal ...
  static MachineLoad parse(List<String> stat) {
    String[] fields = stat.getFirst().split(" +", -1);
    long ticks = 0;
    for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
      ticks += Long.parseLong(fields[i]);
    }
    return new MachineLoad(Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND));
  }
}
