package dev.weir.proxywasm.abi;

import java.util.Optional;

/// `proxy_metric_type_t`. The ordinal is the code on the ABI.
public enum MetricType {
  COUNTER,
  GAUGE,
  HISTOGRAM;

  private static final MetricType[] BY_CODE = values();

  public static Optional<MetricType> find(int code) {
    return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
  }
}
