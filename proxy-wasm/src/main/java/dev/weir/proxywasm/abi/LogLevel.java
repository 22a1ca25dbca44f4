package dev.weir.proxywasm.abi;

import java.util.Optional;

/// `proxy_log_level_t`. The ordinal is the code on the ABI.
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  CRITICAL;

  private static final LogLevel[] BY_CODE = values();

  public static Optional<LogLevel> find(int code) {
    return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
  }
}
