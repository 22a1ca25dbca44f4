package dev.weir.proxywasm.state;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.service.SharedState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/// Shared data and queues of one process. One lock; every operation under it is a few map accesses.
final class LocalSharedState implements SharedState {
  private record QueueName(String vmId, String name) {}

  private static final class Scope {
    final Map<Bytes, Versioned> values = new HashMap<>();
    long bytes;
    int users;
  }

  private static final class Queue {
    final String vmId;
    final ArrayDeque<Bytes> messages = new ArrayDeque<>();
    long bytes;
    Optional<IntConsumer> ready = Optional.empty();

    Queue(String vmId) {
      this.vmId = vmId;
    }
  }

  private final Object lock = new Object();
  private final Map<String, Scope> scopes = new HashMap<>();
  private final Map<QueueName, Integer> queueIds = new HashMap<>();
  private final List<Queue> queues = new ArrayList<>();
  private int lastCas;

  @Override
  public void acquire(String scope) {
    synchronized (lock) {
      scopes.computeIfAbsent(scope, name -> new Scope()).users++;
    }
  }

  @Override
  public void release(String scope) {
    synchronized (lock) {
      Scope released = scopes.get(scope);
      if (released != null && --released.users <= 0) {
        scopes.remove(scope);
        queues.stream().filter(queue -> queue.vmId.equals(scope)).forEach(this::empty);
      }
    }
  }

  /// Its id stays known: a plugin that starts at this moment may have been given it.
  private void empty(Queue queue) {
    queue.messages.clear();
    queue.bytes = 0;
  }

  @Override
  public Optional<Versioned> find(String scope, Bytes key) {
    synchronized (lock) {
      Scope found = scopes.get(scope);
      return found == null ? Optional.empty() : Optional.ofNullable(found.values.get(key));
    }
  }

  @Override
  public Write set(String scope, Bytes key, Bytes value, int cas, PluginLimits.Shared limits) {
    synchronized (lock) {
      Scope into = scopes.computeIfAbsent(scope, name -> new Scope());
      Versioned present = into.values.get(key);
      if (present != null && cas != 0 && cas != present.cas()) {
        return Write.CAS_MISMATCH;
      }
      long released = present == null ? 0 : (long) key.length() + present.value().length();
      long bytes = into.bytes - released + key.length() + value.length();
      if (bytes > limits.dataBytes()) {
        return Write.TOO_MANY_BYTES;
      }
      if (present == null && into.values.size() >= limits.dataKeys()) {
        return Write.TOO_MANY_KEYS;
      }
      lastCas = lastCas == Integer.MAX_VALUE ? 1 : lastCas + 1;
      into.values.put(key, new Versioned(value, lastCas));
      into.bytes = bytes;
      return Write.STORED;
    }
  }

  @Override
  public OptionalInt declareQueue(String vmId, String name, PluginLimits.Queues limits) {
    synchronized (lock) {
      OptionalInt known = resolveQueue(vmId, name);
      if (known.isPresent()) {
        return known;
      }
      if (queues.stream().filter(queue -> queue.vmId.equals(vmId)).count() >= limits.count()) {
        return OptionalInt.empty();
      }
      queues.add(new Queue(vmId));
      queueIds.put(new QueueName(vmId, name), queues.size());
      return OptionalInt.of(queues.size());
    }
  }

  @Override
  public void listen(int queue, IntConsumer ready) {
    synchronized (lock) {
      queues.get(queue - 1).ready = Optional.of(ready);
    }
  }

  @Override
  public OptionalInt resolveQueue(String vmId, String name) {
    synchronized (lock) {
      Integer known = queueIds.get(new QueueName(vmId, name));
      return known == null ? OptionalInt.empty() : OptionalInt.of(known);
    }
  }

  @Override
  public Enqueue enqueue(int queue, Bytes message, PluginLimits.Queues limits) {
    Optional<IntConsumer> ready;
    synchronized (lock) {
      if (queue < 1 || queue > queues.size()) {
        return Enqueue.NO_QUEUE;
      }
      Queue into = queues.get(queue - 1);
      if (into.messages.size() >= limits.length()) {
        return Enqueue.TOO_MANY_MESSAGES;
      }
      if (into.bytes + message.length() > limits.bytes()) {
        return Enqueue.TOO_MANY_BYTES;
      }
      into.bytes += message.length();
      into.messages.add(message);
      ready = into.ready;
    }
    ready.ifPresent(listener -> listener.accept(queue));
    return Enqueue.STORED;
  }

  @Override
  public Dequeue dequeue(int queue) {
    synchronized (lock) {
      if (queue < 1 || queue > queues.size()) {
        return new Dequeue.NoQueue();
      }
      Queue from = queues.get(queue - 1);
      Bytes message = from.messages.poll();
      if (message == null) {
        return new Dequeue.Empty();
      }
      from.bytes -= message.length();
      return new Dequeue.Message(message);
    }
  }

  @Override
  public void unregister(IntConsumer ready) {
    synchronized (lock) {
      for (Queue queue : queues) {
        queue.ready = queue.ready.filter(listener -> !listener.equals(ready));
      }
    }
  }
}
