package dev.weir.proxywasm.context;

/// A call of a plugin that has not been completed. Its listener may be called on any thread and
/// comes back through the lane.
abstract sealed class Callout permits HttpCallout, GrpcCallout {
  private final PluginContext plugin;
  private final int token;

  Callout(PluginContext plugin, int token) {
    this.plugin = plugin;
    this.token = token;
  }

  final PluginContext plugin() {
    return plugin;
  }

  final int token() {
    return token;
  }

  /// Sends it. Throws a `RuntimeException` if it cannot be sent.
  abstract void dispatch();

  /// Completes a call that could not be sent after its hostcall had been answered.
  abstract void undispatched(RuntimeException cause);

  /// Gives it up; its listener is not heard any more.
  abstract void cancel();

  /// Does `event` on the lane while this call is pending.
  final void onLane(Runnable event) {
    plugin
        .vm()
        .lane()
        .execute(() -> {
          if (plugin.callouts().pending(this)) {
            event.run();
          }
        });
  }

  /// The last event: from here on the token is unknown.
  final void complete(Runnable event) {
    onLane(() -> {
      plugin.callouts().remove(this);
      event.run();
    });
  }
}
