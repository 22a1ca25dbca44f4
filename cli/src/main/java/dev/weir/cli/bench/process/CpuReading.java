package dev.weir.cli.bench.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// CPU time of one process so far, in nanoseconds for each of its threads, which are named `<thread
/// id> <name>`.
///
/// From the kernel's scheduler (`/proc/PID/task/TID/schedstat`, first field), which is exact to the
/// nanosecond where `/proc/PID/stat` counts hundredths of a second. What a thread used between the
/// reading before its end and its end is lost.
public record CpuReading(Map<String, Long> nanosByThread) {
  public CpuReading {
    nanosByThread = Map.copyOf(nanosByThread);
  }

  public static CpuReading of(long pid) throws IOException {
    return read(Path.of("/proc", Long.toString(pid), "task"));
  }

  static CpuReading read(Path tasks) throws IOException {
    var nanos = new HashMap<String, Long>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        try {
          String schedstat = Files.readString(thread.resolve("schedstat"));
          String name = Files.readString(thread.resolve("comm")).strip();
          nanos.put(
              thread.getFileName() + " " + name,
              Long.parseLong(schedstat, 0, schedstat.indexOf(' '), 10));
        } catch (NoSuchFileException _) {
          // ended between the listing and the reading
        }
      }
    }
    return new CpuReading(nanos);
  }

  public Duration since(CpuReading earlier) {
    return since(earlier, _ -> true);
  }

  /// What a server that runs for days uses: its compilers' work ends.
  public Duration withoutCompilersSince(CpuReading earlier) {
    return since(earlier).minus(compilersSince(earlier));
  }

  /// What the compilers of a Java virtual machine have used: much while it warms up, then nothing.
  public Duration compilersSince(CpuReading earlier) {
    return since(earlier, thread -> thread.contains(" CompilerThre"));
  }

  private Duration since(CpuReading earlier, Predicate<String> threads) {
    long nanos = 0;
    for (var thread : nanosByThread.entrySet()) {
      if (threads.test(thread.getKey())) {
        nanos += thread.getValue() - earlier.nanosByThread.getOrDefault(thread.getKey(), 0L);
      }
    }
    return Duration.ofNanos(nanos);
  }
}
