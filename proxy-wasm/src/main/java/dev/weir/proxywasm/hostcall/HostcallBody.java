package dev.weir.proxywasm.hostcall;

import dev.weir.proxywasm.abi.ProxyStatus;

/// What the host does for one hostcall.
@FunctionalInterface
interface HostcallBody {
  /// Pointers and lengths in `arguments` are as the guest passed them and may be wrong.
  ProxyStatus call(long[] arguments);
}
