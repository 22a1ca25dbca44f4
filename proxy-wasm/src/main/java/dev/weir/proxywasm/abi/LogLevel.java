package dev.weir.proxywasm.abi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `proxy_log_level_t`. The ordinal is the code on the ABI.
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  CRITICAL;

  private static final List<Optional<LogLevel>> BY_CODE =
      Arrays.stream(values()).map(Optional::of).toList();

  public static Optional<LogLevel> find(int code) {
    return code >= 0 && code < BY_CODE.size() ? BY_CODE.get(code) : Optional.empty();
  }

  /// The code on the ABI.
  @SuppressWarnings("EnumOrdinal") // the ABI numbers them in this order
  public int code() {
    return ordinal();
  }
}
