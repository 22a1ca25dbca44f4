package dev.weir.extproc.load;

import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.service.PluginObserver;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How often the plugins of one chain have failed since it was loaded, and why last. Callable from
/// any thread.
public final class PluginHealth implements PluginObserver {
  private final Map<String, Failures> failures = new ConcurrentHashMap<>();

  /// The failures of one plugin.
  ///
  /// @param count failed instances
  public record Failures(long count, String last, Instant when) {}

  @Override
  public void retired(String plugin, PluginException cause) {
    failures.merge(
        plugin,
        new Failures(1, String.valueOf(cause.getMessage()), Instant.now()),
        (before, now) -> new Failures(before.count() + 1, now.last(), now.when()));
  }

  public Optional<Failures> find(String plugin) {
    return Optional.ofNullable(failures.get(plugin));
  }
}
