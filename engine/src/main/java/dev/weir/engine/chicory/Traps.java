package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import dev.weir.engine.TrapException;
import dev.weir.engine.WasmFrame;
import dev.weir.engine.module.FunctionNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Says what ended a call, from what the compiled code, the library or a host function threw.
final class Traps {
  private static final int MAX_FRAMES = 20;

  /// Name of the JVM method that the compiler makes of the function with the index that follows.
  static final String METHOD_PREFIX = "func_";

  private final String classPrefix;
  private final FunctionNames names;

  /// @param classPrefix of the compiled classes of the module whose frames count
  Traps(String classPrefix, FunctionNames names) {
    this.classPrefix = classPrefix;
    this.names = names;
  }

  /// @param function what was called from outside
  /// @param limit its time
  /// @param timeUp whether the watchdog fired
  TrapException of(Throwable carried, String function, Duration limit, boolean timeUp) {
    if (carried instanceof TrapException nested) {
      return nested;
    }
    Throwable thrown = fromStartFunction(carried);
    List<WasmFrame> frames = backtrace(thrown);
    if (exhaustsStack(thrown)) {
      return new TrapException.StackExhausted(thrown, frames);
    }
    if (timeUp) {
      // also where a host function noticed the interrupt first, in its own way
      return new TrapException.DeadlineExceeded(function, limit, thrown, frames);
    }
    if (thrown instanceof ChicoryInterruptedException) {
      return new TrapException.Interrupted(thrown, frames);
    }
    if (thrown instanceof HostFailure failure) {
      return new TrapException.HostFailed(failure.text(), failure.thrown(), frames);
    }
    return new TrapException.Trapped(message(thrown), thrown, frames);
  }

  /// The library wraps a trap of the start function, but not a segment that lies outside.
  private static Throwable fromStartFunction(Throwable thrown) {
    return thrown instanceof UninstantiableException
            && thrown.getCause() instanceof ChicoryException cause
        ? cause
        : thrown;
  }

  static boolean exhaustsStack(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof StackOverflowError) {
        return true;
      }
    }
    return false;
  }

  private static String message(Throwable thrown) {
    return switch (thrown) {
      case IndexOutOfBoundsException e -> "out of bounds memory access: " + e.getMessage();
      case OutOfMemoryError e -> "the host is out of memory: " + e.getMessage();
      default -> String.valueOf(thrown.getMessage());
    };
  }

  private List<WasmFrame> backtrace(Throwable thrown) {
    List<WasmFrame> frames = new ArrayList<>();
    for (StackTraceElement element : innermost(thrown).getStackTrace()) {
      if (frames.size() == MAX_FRAMES) {
        break;
      }
      if (element.getClassName().startsWith(classPrefix)
          && element.getMethodName().startsWith(METHOD_PREFIX)) {
        int index = Integer.parseInt(element.getMethodName().substring(METHOD_PREFIX.length()));
        frames.add(new WasmFrame(index, names.of(index)));
      }
    }
    return frames;
  }

  /// Where it began: the stack of a StackOverflowError or a host function's exception is deeper
  /// than that of what carries it.
  private static Throwable innermost(Throwable thrown) {
    Throwable at = thrown;
    while (at.getCause() instanceof StackOverflowError cause) {
      at = cause;
    }
    return at;
  }
}
