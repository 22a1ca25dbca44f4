package dev.weir.cli.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs what mostly waits, all of it at the same time.
public final class AtOnce {
  private AtOnce() {}

  /// Returns their results in the order of the tasks.
  public static <T> List<T> run(List<? extends Callable<T>> tasks)
      throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(tasks)) {
        results.add(done.get());
      }
      return List.copyOf(results);
    } catch (ExecutionException e) {
      throw new IOException("conformance: " + e.getCause(), e);
    }
  }
}
