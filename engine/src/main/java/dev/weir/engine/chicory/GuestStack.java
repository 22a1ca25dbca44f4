package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.Memory;

/// Where compiled code says that a function of the module begins and returns (`CallCounting`).
///
/// Public because that code is in a package of its own. The count stands in the instance's memory,
/// the one object of ours that every function is given; a function that throws leaves it wrong, but
/// then the call as a whole has failed, or the next outermost call starts anew.
public final class GuestStack {
  private GuestStack() {}

  /// Throws a `StackOverflowError`, as the JVM itself would a little later, where calls are nested
  /// too deep.
  public static void enter(Memory memory) {
    if (memory instanceof FlatMemory counted && counted.enter() < 0) {
      throw new StackOverflowError("calls nested too deep");
    }
  }

  public static void leave(Memory memory) {
    if (memory instanceof FlatMemory counted) {
      counted.leave();
    }
  }
}
