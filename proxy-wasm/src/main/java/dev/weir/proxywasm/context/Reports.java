package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.service.PluginServices;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one plugin context writes, and what the host has to say about it: log lines within the
/// plugin's rate; what was dropped or held, counted always and written once a kind; limits reached,
/// counted always and written now and then.
final class Reports {
  /// Between two lines about one limit: a plugin that reaches one does so with every request.
  static final Duration BETWEEN_NOTICES = Duration.ofMinutes(1);

  private final PluginSpec spec;
  private final PluginServices services;
  private final LogBudget budget;
  private final Set<String> written = new HashSet<>();
  private final Map<Limit, Notice> notices = new EnumMap<>(Limit.class);
  private String complaint = "";

  /// How often a limit was reached since it was written of last.
  private static final class Notice {
    private long count;
    private long quietUntilNanos;
  }

  Reports(PluginSpec spec, PluginServices services) {
    this.spec = spec;
    this.services = services;
    this.budget =
        new LogBudget(
            spec.limits().traffic().logRatePerSecond(), services.clock().monotonicNanos());
  }

  void log(LogLevel level, String line) {
    if (level.compareTo(LogLevel.WARN) >= 0) {
      complaint = line;
    }
    if (budget.tryTake(services.clock().monotonicNanos())) {
      services.log().log(spec.name(), level, line);
    } else {
      limitReached(Limit.LOG_RATE);
    }
  }

  /// The last warning or error that the plugin wrote.
  Optional<String> complaint() {
    return complaint.isEmpty() ? Optional.empty() : Optional.of(complaint);
  }

  void limitReached(Limit limit) {
    services.observer().limitReached(spec.name(), limit);
    long now = services.clock().monotonicNanos();
    Notice notice = notices.get(limit);
    if (notice == null) {
      notice = new Notice();
      notice.quietUntilNanos = now;
      notices.put(limit, notice);
    }
    notice.count++;
    if (now - notice.quietUntilNanos >= 0) {
      String times = notice.count == 1 ? "once" : notice.count + " times";
      services.log().log(
          spec.name(), LogLevel.WARN, "reached %s (limit: %s)".formatted(times, limit));
      notice.count = 0;
      notice.quietUntilNanos = now + BETWEEN_NOTICES.toNanos();
    }
  }

  void denied(String function) {
    services.observer().denied(spec.name(), function);
    if (written.add(function)) {
      String line = "call of %s denied (limit: capabilities)".formatted(function);
      services.log().log(spec.name(), LogLevel.ERROR, line);
    }
  }

  void dropped(String what) {
    services.observer().dropped(spec.name(), what);
    once("dropped: " + what);
  }

  void stalled(String callback) {
    services.observer().stalled(spec.name(), callback);
    once("held a stream in %s and waits for nothing that could resume it".formatted(callback));
  }

  private void once(String line) {
    if (written.add(line)) {
      services.log().log(spec.name(), LogLevel.WARN, line);
    }
  }
}
