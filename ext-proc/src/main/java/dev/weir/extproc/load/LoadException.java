package dev.weir.extproc.load;

/// A chain cannot be run, because of one of its plugins.
public final class LoadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String plugin;

  LoadException(String plugin, String reason, Throwable cause) {
    super(reason, cause);
    this.plugin = plugin;
  }

  /// The fault lies with the host, or the resource is not a chain.
  public static LoadException ofHost(Exception cause) {
    return new LoadException("", "the host failed: " + cause, cause);
  }

  /// `<namespace>/<name>` of the plugin.
  public String plugin() {
    return plugin;
  }

  /// What is wrong with it, for people.
  public String reason() {
    return String.valueOf(getMessage());
  }

  /// Plugin and reason in one line.
  public String describe() {
    return plugin.isEmpty() ? reason() : "plugin %s: %s".formatted(plugin, reason());
  }
}
