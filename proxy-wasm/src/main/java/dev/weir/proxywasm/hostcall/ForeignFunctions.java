package dev.weir.proxywasm.hostcall;

import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.context.StreamContext;
import java.util.Map;
import java.util.Optional;

/// The foreign functions of this host, by the names that Envoy gave them.
final class ForeignFunctions {
  private static final Map<String, ForeignFunction> BY_NAME =
      Map.of("clear_route_cache", ForeignFunctions::clearRouteCache);

  private ForeignFunctions() {}

  static Optional<ForeignFunction> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static ForeignFunction.Result clearRouteCache(Context context, byte[] argument) {
    if (context instanceof StreamContext stream) {
      stream.clearRouteCache();
    }
    return ForeignFunction.Result.OK;
  }
}
