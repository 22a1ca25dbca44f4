package dev.weir.proxywasm.context;

import dev.weir.engine.TrapException;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;

/// What a call that did not return normally means for the plugin.
final class Failures {
  private Failures() {}

  static PluginException of(PluginSpec spec, String callback, TrapException trap) {
    return switch (trap) {
      case TrapException.DeadlineExceeded e ->
          new PluginException.OutOfTime(spec.name(), callback, spec.limits().callback(), e);
      case TrapException.StackExhausted e ->
          new PluginException.OutOfStack(spec.name(), callback, e);
      case TrapException.Trapped e -> new PluginException.Trapped(spec.name(), callback, e);
      case TrapException.HostFailed e -> new PluginException.Trapped(spec.name(), callback, e);
      case TrapException.Interrupted e -> new PluginException.Trapped(spec.name(), callback, e);
    };
  }
}
