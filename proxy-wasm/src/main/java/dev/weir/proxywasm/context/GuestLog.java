package dev.weir.proxywasm.context;

import dev.weir.proxywasm.abi.AbiLimits;
import dev.weir.proxywasm.abi.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Turns bytes that a guest wrote into a log line: cut to a bound, and with control characters
/// escaped, so that a plugin cannot forge lines of others.
public final class GuestLog {
  private GuestLog() {}

  /// Writes `[pointer, pointer + length)` of memory, which must be inside, if its level is kept.
  public static void write(Vm vm, LogLevel level, int pointer, int length) {
    write(vm, level, vm.memory().array(), pointer, length);
  }

  /// Writes the first `length` bytes of `text` if their level is kept.
  public static void write(Vm vm, LogLevel level, byte[] text, int length) {
    write(vm, level, text, 0, length);
  }

  private static void write(Vm vm, LogLevel level, byte[] bytes, int at, int length) {
    Optional<Context> context = vm.effective();
    String name = context.isPresent() ? context.get().plugin().spec().name() : vm.spec().name();
    if (level.compareTo(vm.services().log().level(name)) < 0) {
      return;
    }
    vm.log(level, line(bytes, at, length));
  }

  static String line(byte[] bytes, int at, int length) {
    int kept = Math.min(length, AbiLimits.MAX_LOG_BYTES);
    String text = new String(bytes, at, kept, StandardCharsets.UTF_8);
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line.append("\\n");
      } else if ((c < ' ' && c != '\t') || c == 0x7f) {
        line.append("\\x%02x".formatted((int) c));
      } else {
        line.append(c);
      }
    }
    if (kept < length) {
      line.append(" … (").append(length - kept).append(" bytes cut)");
    }
    return line.toString();
  }
}
