package dev.weir.proxywasm;

import dev.weir.engine.TrapException;
import java.time.Duration;

/// A plugin cannot run, or failed while it ran. What was in its instance fails by policy, the host
/// stays up, and an instance that failed is never used again.
public abstract sealed class PluginException extends RuntimeException {
  private final String reason;

  private PluginException(String subject, String reason) {
    super(subject + reason);
    this.reason = reason;
  }

  private PluginException(String subject, String reason, Throwable cause) {
    super(subject + reason, cause);
    this.reason = reason;
  }

  /// The message without the plugin's name, for a text that has named it.
  public String reason() {
    return reason;
  }

  private static String of(String plugin) {
    return "plugin %s: ".formatted(plugin);
  }

  /// The guest's functions that were running, one a line, innermost first; empty if it did not
  /// trap.
  public String backtrace() {
    return getCause() instanceof TrapException trap ? trap.toDebugString() : "";
  }

  /// The module is not one that this host can run; the message names what is missing or wrong.
  public static final class ModuleRefused extends PluginException {
    public ModuleRefused(String message) {
      super("", message);
    }

    public ModuleRefused(String message, Throwable cause) {
      super("", message, cause);
    }
  }

  /// The instance could not be started, or `proxy_on_vm_start` refused.
  public static final class StartFailed extends PluginException {
    public StartFailed(String plugin, String reason) {
      super(of(plugin), "start failed: " + reason);
    }

    public StartFailed(String plugin, String reason, Throwable cause) {
      super(of(plugin), "start failed: " + reason, cause);
    }
  }

  /// `proxy_on_configure` refused the plugin's configuration.
  public static final class ConfigureFailed extends PluginException {
    public ConfigureFailed(String plugin, String reason) {
      super(of(plugin), "configuration refused: " + reason);
    }

    public ConfigureFailed(String plugin, String reason, Throwable cause) {
      super(of(plugin), "configuration refused: " + reason, cause);
    }
  }

  /// The plugin trapped in `callback`.
  public static final class Trapped extends PluginException {
    public Trapped(String plugin, String callback, Throwable cause) {
      super(of(plugin), "trap in %s: %s".formatted(callback, cause.getMessage()), cause);
    }
  }

  /// The plugin did not return from `callback` in time.
  public static final class OutOfTime extends PluginException {
    public OutOfTime(String plugin, String callback, Duration budget, Throwable cause) {
      super(
          of(plugin),
          "no return from %s within %d ms (limit: limits.callback)"
              .formatted(callback, budget.toMillis()),
          cause);
    }
  }

  /// The plugin's call stack ran out in `callback`.
  public static final class OutOfStack extends PluginException {
    public OutOfStack(String plugin, String callback, Throwable cause) {
      super(of(plugin), "call stack exhausted in " + callback, cause);
    }
  }

  /// The plugin has no instance to run in at the moment: being replaced, quarantined or closed.
  public static final class Unavailable extends PluginException {
    public Unavailable(String plugin, String reason) {
      super(of(plugin), "not available: " + reason);
    }

    public Unavailable(String plugin, String reason, Throwable cause) {
      super(of(plugin), "not available: " + reason, cause);
    }
  }
}
