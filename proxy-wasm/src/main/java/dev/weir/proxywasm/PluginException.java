package dev.weir.proxywasm;

import dev.weir.engine.TrapException;
import java.util.Optional;

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

  /// The limit that the plugin reached, where that is what failed it.
  public Optional<Limit> limit() {
    return getCause() instanceof PluginException cause ? cause.limit() : Optional.empty();
  }

  /// The guest's functions that were running, one a line, innermost first, at most 20; empty if it
  /// did not trap.
  public String backtrace() {
    return switch (getCause()) {
      case TrapException trap -> trap.toDebugString();
      case PluginException inner -> inner.backtrace();
      case null, default -> "";
    };
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
    private final Optional<Limit> limit;

    public StartFailed(String plugin, String reason) {
      super(of(plugin), "start failed: " + reason);
      this.limit = Optional.empty();
    }

    /// The plugin cannot start within `limit`.
    public StartFailed(String plugin, String reason, Limit limit) {
      super(of(plugin), "start failed: %s (limit: %s)".formatted(reason, limit));
      this.limit = Optional.of(limit);
    }

    public StartFailed(String plugin, String reason, Throwable cause) {
      super(of(plugin), "start failed: " + reason, cause);
      this.limit = Optional.empty();
    }

    @Override
    public Optional<Limit> limit() {
      return limit.or(super::limit);
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
    private final Limit limit;

    /// @param limit `CALLBACK`, or `START` before the plugin takes traffic
    public OutOfTime(String plugin, String reason, Limit limit, Throwable cause) {
      super(of(plugin), "%s (limit: %s)".formatted(reason, limit), cause);
      this.limit = limit;
    }

    @Override
    public Optional<Limit> limit() {
      return Optional.of(limit);
    }
  }

  /// The plugin's call stack ran out in `callback`.
  public static final class OutOfStack extends PluginException {
    public OutOfStack(String plugin, String callback, Throwable cause) {
      super(
          of(plugin),
          "call stack exhausted in %s (limit: %s)".formatted(callback, Limit.STACK),
          cause);
    }

    @Override
    public Optional<Limit> limit() {
      return Optional.of(Limit.STACK);
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
