package dev.weir.engine.module;

/// A module cannot be used, by the phase of the WebAssembly specification that refused it.
///
/// The message is for the module's author: it says what was found and what was expected.
public abstract sealed class ModuleException extends RuntimeException {
  private ModuleException(String message, Throwable cause) {
    super(message, cause);
  }

  private ModuleException(String message) {
    super(message);
  }

  /// The bytes are not a core WebAssembly module, or exceed a limit of `ModuleLimits`.
  public static final class Malformed extends ModuleException {
    public Malformed(String message) {
      super(message);
    }

    public Malformed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The module does not validate, or uses a proposal that the engine does not have.
  public static final class Invalid extends ModuleException {
    public Invalid(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// An import is unknown or has another type than the host's.
  public static final class Unlinkable extends ModuleException {
    public Unlinkable(String message) {
      super(message);
    }
  }

  /// The instance cannot be built: its memory exceeds the limit, a segment lies outside memory or
  /// table, or the start function failed (then the cause is a `TrapException`).
  public static final class Uninstantiable extends ModuleException {
    public Uninstantiable(String message) {
      super(message);
    }

    public Uninstantiable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
