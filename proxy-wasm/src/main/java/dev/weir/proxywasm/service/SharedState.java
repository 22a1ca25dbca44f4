package dev.weir.proxywasm.service;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginLimits;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/// Shared data and shared queues of all plugins of a host. Callable from any thread.
public interface SharedState {
  /// A stored value and the number that a conditional write must name.
  ///
  /// @param cas never 0
  record Versioned(Bytes value, int cas) {}

  /// What became of a write.
  enum Write {
    STORED,
    CAS_MISMATCH,
    TOO_MANY_BYTES,
    TOO_MANY_KEYS
  }

  /// A plugin of this scope has started. The scope's data lives until as many have ended.
  void acquire(String scope);

  /// A plugin of this scope has ended.
  void release(String scope);

  Optional<Versioned> find(String scope, Bytes key);

  /// Stores a value. `cas` 0 is unconditional; so is any other while the key is absent.
  Write set(String scope, Bytes key, Bytes value, int cas, PluginLimits.Shared limits);

  /// The queue's id, never 0; the same for the same name. Empty if there would be too many.
  OptionalInt declareQueue(String vmId, String name, PluginLimits.Queues limits);

  /// `ready` hears of each message from now on, in place of any earlier listener; it is called on
  /// any thread and must not block.
  void listen(int queue, IntConsumer ready);

  OptionalInt resolveQueue(String vmId, String name);

  /// Appends a message and tells the queue's listener.
  Enqueue enqueue(int queue, Bytes message, PluginLimits.Queues limits);

  Dequeue dequeue(int queue);

  /// What became of a message.
  enum Enqueue {
    STORED,
    NO_QUEUE,
    TOO_MANY_MESSAGES,
    TOO_MANY_BYTES
  }

  /// What was taken from a queue.
  sealed interface Dequeue {
    record Message(Bytes bytes) implements Dequeue {}

    record Empty() implements Dequeue {}

    record NoQueue() implements Dequeue {}
  }

  /// Takes the listener off all queues it was registered for.
  void unregister(IntConsumer ready);
}
