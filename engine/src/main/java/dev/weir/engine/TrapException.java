package dev.weir.engine;

import java.time.Duration;
import java.util.List;

/// A call into a module did not return normally. The instance is broken from here on: it refuses
/// every further call, and its owner throws it away.
///
/// The host is unharmed: each of these is thrown on the calling thread, with its interrupt flag as
/// it was, and nothing else of the process is affected.
public abstract sealed class TrapException extends RuntimeException {
  private final transient List<WasmFrame> backtrace;

  private TrapException(String message, Throwable cause, List<WasmFrame> backtrace) {
    super(message, cause);
    this.backtrace = List.copyOf(backtrace);
  }

  /// The functions of the module that were running, innermost first, at most 20.
  public List<WasmFrame> backtrace() {
    return backtrace;
  }

  /// The message and one line per frame, for a log.
  public String toDebugString() {
    StringBuilder text = new StringBuilder(String.valueOf(getMessage()));
    for (WasmFrame frame : backtrace) {
      text.append("\n  at ").append(frame);
    }
    return text.toString();
  }

  /// A trap of the WebAssembly specification: unreachable, out of bounds, division by zero,
  /// indirect call type mismatch.
  public static final class Trapped extends TrapException {
    public Trapped(String message, Throwable cause, List<WasmFrame> backtrace) {
      super(message, cause, backtrace);
    }
  }

  /// The outermost call did not return within its time.
  public static final class DeadlineExceeded extends TrapException {
    public DeadlineExceeded(
        String function, Duration limit, Throwable cause, List<WasmFrame> backtrace) {
      super(
          "function %s: no return within %d ms (limit: time per call)"
              .formatted(function, limit.toMillis()),
          cause,
          backtrace);
    }
  }

  /// The call stack is exhausted: recursion without end, or very deep.
  public static final class StackExhausted extends TrapException {
    public StackExhausted(Throwable cause, List<WasmFrame> backtrace) {
      super("call stack exhausted", cause, backtrace);
    }
  }

  /// A host function threw; the cause is what it threw.
  public static final class HostFailed extends TrapException {
    public HostFailed(String message, Throwable cause, List<WasmFrame> backtrace) {
      super(message, cause, backtrace);
    }
  }

  /// Somebody outside the engine interrupted the thread during the call; its interrupt flag is
  /// still set.
  public static final class Interrupted extends TrapException {
    public Interrupted(Throwable cause, List<WasmFrame> backtrace) {
      super("thread interrupted during the call", cause, backtrace);
    }
  }
}
