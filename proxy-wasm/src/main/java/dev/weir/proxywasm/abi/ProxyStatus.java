package dev.weir.proxywasm.abi;

/// `proxy_status_t`: what a hostcall answers. The ordinal is the code on the ABI.
public enum ProxyStatus {
  OK,
  NOT_FOUND,
  BAD_ARGUMENT,
  SERIALIZATION_FAILURE,
  PARSE_FAILURE,
  BAD_EXPRESSION,
  INVALID_MEMORY_ACCESS,
  EMPTY,
  CAS_MISMATCH,
  RESULT_MISMATCH,
  INTERNAL_FAILURE,
  BROKEN_CONNECTION,
  UNIMPLEMENTED;

  /// The code on the ABI.
  @SuppressWarnings("EnumOrdinal") // the ABI numbers them in this order
  public int code() {
    return ordinal();
  }
}
