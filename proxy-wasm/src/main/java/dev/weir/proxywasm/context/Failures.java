package dev.weir.proxywasm.context;

import dev.weir.engine.TrapException;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import java.time.Duration;

/// What a call that did not return normally means for the plugin.
final class Failures {
  private Failures() {}

  static PluginException of(PluginSpec spec, String callback, Limit time, TrapException trap) {
    return switch (trap) {
      case TrapException.DeadlineExceeded e -> outOfTime(spec, callback, time, e);
      case TrapException.StackExhausted e ->
          new PluginException.OutOfStack(spec.name(), callback, e);
      case TrapException.Trapped e -> new PluginException.Trapped(spec.name(), callback, e);
      case TrapException.HostFailed e -> new PluginException.Trapped(spec.name(), callback, e);
      case TrapException.Interrupted e -> new PluginException.Trapped(spec.name(), callback, e);
    };
  }

  private static PluginException outOfTime(
      PluginSpec spec, String callback, Limit limit, TrapException cause) {
    Duration budget =
        limit == Limit.START
            ? spec.limits().instance().start()
            : spec.limits().instance().callback();
    String reason = "no return from %s within %d ms".formatted(callback, budget.toMillis());
    return new PluginException.OutOfTime(spec.name(), reason, limit, cause);
  }
}
