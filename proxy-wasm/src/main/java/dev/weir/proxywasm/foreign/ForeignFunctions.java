package dev.weir.proxywasm.foreign;

import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.foreign.ForeignFunction.Result;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The foreign functions of one VM, by the names that Envoy gave them.
public final class ForeignFunctions {
  private final Map<String, ForeignFunction> byName;

  private ForeignFunctions(Map<String, ForeignFunction> byName) {
    this.byName = Map.copyOf(byName);
  }

  /// A VM's own set.
  ///
  /// @param caller whose callback runs now
  public static ForeignFunctions create(Supplier<Context> caller) {
    Expressions expressions = new Expressions();
    return new ForeignFunctions(
        Map.of(
            "clear_route_cache",
            ForeignFunctions::clearRouteCache,
            "compress",
            (context, argument) -> Zlib.compress(argument),
            "uncompress",
            Zlib::uncompress,
            "sign",
            (context, argument) -> Signatures.sign(argument),
            "verify_signature",
            (context, argument) -> Signatures.verify(argument),
            "declare_property",
            (context, argument) -> PropertyFunctions.declare(caller.get(), argument),
            "set_envoy_filter_state",
            PropertyFunctions::setFilterState,
            "expr_create",
            (context, argument) -> expressions.create(argument),
            "expr_evaluate",
            expressions::evaluate,
            "expr_delete",
            (context, argument) -> expressions.delete(argument)));
  }

  public Optional<ForeignFunction> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private static Result clearRouteCache(Context context, byte[] argument) {
    if (context instanceof StreamContext stream) {
      stream.clearRouteCache();
    }
    return Result.OK;
  }
}
