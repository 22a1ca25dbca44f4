package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.service.SharedState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/// The shared queues that one plugin context registered, and its notifications, which come from any
/// thread.
///
/// A spare instance must not take the messages of the one that runs, so it listens only once it has
/// been started.
final class QueueListener {
  private final SharedState state;
  private final IntConsumer listener;
  private final List<Integer> waiting = new ArrayList<>();
  private boolean running;
  private boolean registered;

  /// @param ready called on the lane with the id of a queue that got a message
  QueueListener(SharedState state, Lane lane, IntConsumer ready) {
    this.state = state;
    this.listener = queue -> lane.execute(() -> ready.accept(queue));
  }

  /// The queue's id; empty if its scope has as many as it may.
  OptionalInt register(String scope, String name, PluginLimits.Queues limits) {
    OptionalInt declared = state.declareQueue(scope, name, limits);
    declared.ifPresent(this::listen);
    return declared;
  }

  private void listen(int queue) {
    registered = true;
    if (running) {
      state.listen(queue, listener);
    } else {
      waiting.add(queue);
    }
  }

  /// Whether messages may arrive at all.
  boolean registered() {
    return registered;
  }

  void start() {
    running = true;
    for (int queue : waiting) {
      state.listen(queue, listener);
    }
    waiting.clear();
  }

  void stop() {
    state.unregister(listener);
  }
}
