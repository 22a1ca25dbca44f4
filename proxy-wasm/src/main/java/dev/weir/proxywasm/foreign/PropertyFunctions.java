package dev.weir.proxywasm.foreign;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.foreign.ForeignFunction.Result;
import java.util.List;
import java.util.Optional;

/// `declare_property` and `set_envoy_filter_state`. There is no filter state outside of the proxy:
/// values live as long as the exchange and are seen by its plugins.
final class PropertyFunctions {
  private static final int DECLARE_NAME = 1;
  private static final int DECLARE_READ_ONLY = 2;
  private static final int STATE_PATH = 1;
  private static final int STATE_VALUE = 2;

  /// Envoy knows how to make its own objects only; the function takes no other names there.
  private static final String OF_ENVOY = "envoy.";

  private PropertyFunctions() {}

  /// @param caller whose callback runs: the effective context may be another, and is not asked
  static Result declare(Context caller, byte[] argument) {
    Optional<MessageFields> fields = MessageFields.read(argument);
    boolean done =
        fields.isPresent()
            && caller
                .declared()
                .declare(fields.get().text(DECLARE_NAME), fields.get().flag(DECLARE_READ_ONLY));
    return done ? Result.OK : Result.failed(ProxyStatus.BAD_ARGUMENT);
  }

  static Result setFilterState(Context context, byte[] argument) {
    Optional<MessageFields> fields = MessageFields.read(argument);
    if (fields.isEmpty()) {
      return Result.failed(ProxyStatus.BAD_ARGUMENT);
    }
    String path = fields.get().text(STATE_PATH);
    boolean takes = !context.plugin().strict() || path.startsWith(OF_ENVOY);
    if (!takes || context.properties().isEmpty()) {
      return Result.failed(ProxyStatus.NOT_FOUND);
    }
    context.setProperty(
        List.of("filter_state", path), Bytes.wrap(fields.get().bytes(STATE_VALUE).toByteArray()));
    return Result.OK;
  }
}
