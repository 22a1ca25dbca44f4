package dev.weir.proxywasm.foreign;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Context;

/// A function of the host that is no part of the ABI, called by name.
@FunctionalInterface
public interface ForeignFunction {
  /// What a foreign function answers.
  record Result(ProxyStatus status, Bytes bytes) {
    public static final Result OK = new Result(ProxyStatus.OK, Bytes.EMPTY);

    public static Result of(Bytes bytes) {
      return new Result(ProxyStatus.OK, bytes);
    }

    public static Result failed(ProxyStatus status) {
      return new Result(status, Bytes.EMPTY);
    }
  }

  Result call(Context context, byte[] argument);
}
