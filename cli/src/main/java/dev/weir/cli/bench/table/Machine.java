package dev.weir.cli.bench.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What a run's absolute figures depend on.
public record Machine(String cpu, int cores, long memoryMegabytes, String kernel, String java) {
  /// More of one core than this taken by others, and even ratios of one round drift apart.
  private static final double QUIET_CORES = 0.1;

  public static Machine here() {
    return new Machine(
        value(lines("/proc/cpuinfo"), "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(value(lines("/proc/meminfo"), "MemTotal").replace(" kB", "")) / 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version().toString());
  }

  /// The value of the first `key : value` line with that key.
  public static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String toText() {
    return String.format(
        Locale.ROOT, "machine: %s, %d cores, %,d MB, %s", cpu, cores, memoryMegabytes, kernel);
  }

  /// How much of the machine others had during a run, and what to make of it.
  public static String quietness(double othersCores) {
    return String.format(Locale.ROOT, "others used %.2f cores meanwhile", othersCores)
        + (othersCores > QUIET_CORES
            ? ": the machine was busy, so repeat this when it is not"
            : "");
  }
}
