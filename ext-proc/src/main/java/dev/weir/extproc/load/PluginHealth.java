package dev.weir.extproc.load;

import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.service.PluginObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How often the plugins of one chain have failed since it was loaded, and why last. Callable from
/// any thread.
public final class PluginHealth implements PluginObserver {
  private static final Logger LOG = LoggerFactory.getLogger(PluginHealth.class);

  private final PluginObserver next;
  private final Map<String, Failures> failures = new ConcurrentHashMap<>();

  /// The failures of one plugin.
  ///
  /// @param count failed instances
  public record Failures(long count, String last, Instant when) {
    private Failures quarantined(Instant until) {
      return new Failures(count, "%s; no new instance until %s".formatted(last, until), when);
    }
  }

  /// Passes on what it hears.
  PluginHealth(PluginObserver next) {
    this.next = next;
  }

  @Override
  public void started(String plugin, Duration took) {
    next.started(plugin, took);
  }

  @Override
  public void restarting(String plugin, Duration delay) {
    next.restarting(plugin, delay);
  }

  @Override
  public void quarantined(String plugin, PluginException cause, Duration rest) {
    Instant until = Instant.now().plus(rest).truncatedTo(ChronoUnit.SECONDS);
    LOG.warn("plugin {}: failed too often, no new instance until {}", plugin, until);
    failures.computeIfPresent(plugin, (_, known) -> known.quarantined(until));
    next.quarantined(plugin, cause, rest);
  }

  @Override
  public void limitReached(String plugin, Limit limit) {
    next.limitReached(plugin, limit);
  }

  @Override
  public void stalled(String plugin, String callback) {
    next.stalled(plugin, callback);
  }

  @Override
  public void denied(String plugin, String function) {
    next.denied(plugin, function);
  }

  @Override
  public void dropped(String plugin, String what) {
    next.dropped(plugin, what);
  }

  @Override
  public void retired(String plugin, PluginException cause) {
    failures.merge(
        plugin,
        new Failures(1, String.valueOf(cause.getMessage()), Instant.now()),
        (before, now) -> new Failures(before.count() + 1, now.last(), now.when()));
    next.retired(plugin, cause);
  }

  public Optional<Failures> find(String plugin) {
    return Optional.ofNullable(failures.get(plugin));
  }
}
