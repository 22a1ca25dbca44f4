package dev.weir.proxywasm.abi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `proxy_metric_type_t`. The ordinal is the code on the ABI.
public enum MetricType {
  COUNTER,
  GAUGE,
  HISTOGRAM;

  private static final List<Optional<MetricType>> BY_CODE =
      Arrays.stream(values()).map(Optional::of).toList();

  public static Optional<MetricType> find(int code) {
    return code >= 0 && code < BY_CODE.size() ? BY_CODE.get(code) : Optional.empty();
  }

  /// The code on the ABI.
  @SuppressWarnings("EnumOrdinal") // the ABI numbers them in this order
  public int code() {
    return ordinal();
  }
}
