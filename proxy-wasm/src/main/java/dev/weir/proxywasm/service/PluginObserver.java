package dev.weir.proxywasm.service;

import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import java.time.Duration;

/// What happens to plugins, for status and metrics. Callable from any thread; must not block.
public interface PluginObserver {
  /// An instance started and was configured.
  default void started(String plugin, Duration took) {}

  /// An instance failed and is never used again.
  default void retired(String plugin, PluginException cause) {}

  /// The next instance is started after `delay`.
  default void restarting(String plugin, Duration delay) {}

  /// The plugin failed too often; no instance is started for `rest`.
  default void quarantined(String plugin, PluginException cause, Duration rest) {}

  /// The plugin reached a bound: what lay beyond it was refused, dropped or ended.
  default void limitReached(String plugin, Limit limit) {}

  /// The plugin's capabilities do not grant what it called.
  ///
  /// @param function import name of a hostcall or WASI function
  default void denied(String plugin, String function) {}

  /// A rule made the host drop something the plugin asked for.
  default void dropped(String plugin, String what) {}

  /// The plugin holds a stream in `callback` although it waits for nothing that could make it
  /// resume.
  default void stalled(String plugin, String callback) {}

  static PluginObserver none() {
    return new PluginObserver() {};
  }
}
