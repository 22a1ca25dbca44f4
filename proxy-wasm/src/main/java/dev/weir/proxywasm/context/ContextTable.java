package dev.weir.proxywasm.context;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The contexts of one VM by id, without an allocation per entry: open addressing, linear probing.
final class ContextTable {
  private static final int FIRST_CAPACITY = 64;

  private @Nullable Context[] slots = new @Nullable Context[FIRST_CAPACITY];
  private int size;
  private int lastId;

  /// A new id: 1 for the first plugin context, as VM contexts are 0. Never the id of a live
  /// context.
  int nextId() {
    do {
      lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
    } while (slots[slotOf(lastId)] != null);
    return lastId;
  }

  Optional<Context> find(int id) {
    return Optional.ofNullable(slots[slotOf(id)]);
  }

  void put(Context context) {
    if (++size * 2 > slots.length) {
      grow();
    }
    slots[slotOf(context.id())] = context;
  }

  void remove(int id) {
    int hole = slotOf(id);
    if (slots[hole] == null) {
      return;
    }
    slots[hole] = null;
    size--;
    int mask = slots.length - 1;
    int at = (hole + 1) & mask;
    for (Context moved = slots[at]; moved != null; moved = slots[at]) {
      slots[at] = null;
      slots[slotOf(moved.id())] = moved;
      at = (at + 1) & mask;
    }
  }

  int size() {
    return size;
  }

  /// Calls `action` with each context that is in the table now.
  void forEach(Consumer<Context> action) {
    for (@Nullable Context context : slots.clone()) {
      if (context != null) {
        action.accept(context);
      }
    }
  }

  void clear() {
    Arrays.fill(slots, null);
    size = 0;
  }

  /// The slot that holds `id`, or the free one where it would go.
  private int slotOf(int id) {
    int mask = slots.length - 1;
    int at = id & mask;
    for (Context context = slots[at]; context != null; context = slots[at]) {
      if (context.id() == id) {
        break;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    @Nullable Context[] old = slots;
    slots = new @Nullable Context[old.length * 2];
    for (@Nullable Context context : old) {
      if (context != null) {
        slots[slotOf(context.id())] = context;
      }
    }
  }
}
