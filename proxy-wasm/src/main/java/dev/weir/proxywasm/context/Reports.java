package dev.weir.proxywasm.context;

import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.service.PluginServices;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What one plugin context writes, and what the host has to say about it: log lines within the
/// plugin's rate; what was dropped or held, counted always and written once a kind.
final class Reports {
  private final PluginSpec spec;
  private final PluginServices services;
  private final LogBudget budget;
  private final Set<String> written = new HashSet<>();
  private String complaint = "";

  Reports(PluginSpec spec, PluginServices services) {
    this.spec = spec;
    this.services = services;
    this.budget =
        new LogBudget(spec.limits().logRatePerSecond(), services.clock().monotonicNanos());
  }

  void log(LogLevel level, String line) {
    if (level.compareTo(LogLevel.WARN) >= 0) {
      complaint = line;
    }
    if (budget.tryTake(services.clock().monotonicNanos())) {
      services.log().log(spec.name(), level, line);
    } else {
      services.observer().dropped(spec.name(), "log line");
    }
  }

  /// The last warning or error that the plugin wrote.
  Optional<String> complaint() {
    return complaint.isEmpty() ? Optional.empty() : Optional.of(complaint);
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
