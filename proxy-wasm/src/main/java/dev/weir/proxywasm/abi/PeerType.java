package dev.weir.proxywasm.abi;

/// `proxy_peer_type_t`: which end closed a connection. The ordinal is the code on the ABI.
public enum PeerType {
  UNKNOWN,
  /// The proxy itself.
  LOCAL,
  REMOTE;

  /// The code on the ABI.
  @SuppressWarnings("EnumOrdinal") // the ABI numbers them in this order
  public int code() {
    return ordinal();
  }
}
