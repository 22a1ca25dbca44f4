package dev.weir.proxywasm;

import dev.weir.engine.TrapException;
import java.time.Duration;

/// A plugin cannot run, or failed while it ran. What was in its instance fails by policy, the host
/// stays up, and an instance that failed is never used again.
public abstract sealed class PluginException extends RuntimeException {
  private PluginException(String message) {
    super(message);
  }

  private PluginException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The guest's functions that were running, one a line, innermost first; empty if it did not
  /// trap.
  public String backtrace() {
    return getCause() instanceof TrapException trap ? trap.toDebugString() : "";
  }

  /// The module is not one that this host can run; the message names what is missing or wrong.
  public static final class ModuleRefused extends PluginException {
    public ModuleRefused(String message) {
      super(message);
    }

    public ModuleRefused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The instance could not be started, or `proxy_on_vm_start` refused.
  public static final class StartFailed extends PluginException {
    public StartFailed(String plugin, String reason) {
      super("plugin %s: start failed: %s".formatted(plugin, reason));
    }

    public StartFailed(String plugin, String reason, Throwable cause) {
      super("plugin %s: start failed: %s".formatted(plugin, reason), cause);
    }
  }

  /// `proxy_on_configure` refused the plugin's configuration.
  public static final class ConfigureFailed extends PluginException {
    public ConfigureFailed(String plugin, String reason) {
      super("plugin %s: configuration refused: %s".formatted(plugin, reason));
    }

    public ConfigureFailed(String plugin, String reason, Throwable cause) {
      super("plugin %s: configuration refused: %s".formatted(plugin, reason), cause);
    }
  }

  /// The plugin trapped in `callback`.
  public static final class Trapped extends PluginException {
    public Trapped(String plugin, String callback, Throwable cause) {
      super("plugin %s: trap in %s: %s".formatted(plugin, callback, cause.getMessage()), cause);
    }
  }

  /// The plugin did not return from `callback` in time.
  public static final class OutOfTime extends PluginException {
    public OutOfTime(String plugin, String callback, Duration budget, Throwable cause) {
      super(
          "plugin %s: no return from %s within %d ms (limit: limits.callback)"
              .formatted(plugin, callback, budget.toMillis()),
          cause);
    }
  }

  /// The plugin's call stack ran out in `callback`.
  public static final class OutOfStack extends PluginException {
    public OutOfStack(String plugin, String callback, Throwable cause) {
      super("plugin %s: call stack exhausted in %s".formatted(plugin, callback), cause);
    }
  }

  /// The plugin has no instance to run in at the moment: being replaced, quarantined or closed.
  public static final class Unavailable extends PluginException {
    public Unavailable(String plugin, String reason) {
      super("plugin %s: not available: %s".formatted(plugin, reason));
    }

    public Unavailable(String plugin, String reason, Throwable cause) {
      super("plugin %s: not available: %s".formatted(plugin, reason), cause);
    }
  }
}
