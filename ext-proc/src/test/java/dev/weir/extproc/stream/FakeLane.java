package dev.weir.extproc.stream;

import dev.weir.proxywasm.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A lane that runs what it is given at once, and scheduled tasks when the test moves the clock.
final class FakeLane implements Lane {
  private final List<Task> tasks = new ArrayList<>();
  private Duration now = Duration.ZERO;

  private record Task(Duration due, Runnable action) {}

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public Cancellable schedule(Runnable action, Duration delay) {
    Task task = new Task(now.plus(delay), action);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  int scheduled() {
    return tasks.size();
  }

  void pass(Duration time) {
    now = now.plus(time);
    for (Task task : List.copyOf(tasks)) {
      if (task.due().compareTo(now) <= 0 && tasks.remove(task)) {
        task.action().run();
      }
    }
  }
}
