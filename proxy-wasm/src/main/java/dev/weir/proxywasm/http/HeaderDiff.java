package dev.weir.proxywasm.http;

import java.util.Arrays;

/// Compares two entry tables over one arena, name by name.
///
/// Entries that stand at the beginning or at the end of both tables are the same bytes in the same
/// places, so only the names of those between are looked at: one or two, where a plugin sets a
/// header. What is compared is compared with every other entry; header maps are short.
final class HeaderDiff {
  private static final int INTS = 4;

  private final byte[] arena;
  private final int[] before;
  private final int beforeSize;
  private final int[] after;
  private final int afterSize;

  /// Entries at the beginning and at the end that both tables share.
  private final int head;

  private final int tail;

  HeaderDiff(byte[] arena, int[] before, int beforeSize, int[] after, int afterSize) {
    this.arena = arena;
    this.before = before;
    this.beforeSize = beforeSize;
    this.after = after;
    this.afterSize = afterSize;
    head = sharedHead();
    tail = sharedTail();
  }

  private int sharedHead() {
    int ints = Math.min(beforeSize, afterSize) * INTS;
    int different = Arrays.mismatch(before, 0, ints, after, 0, ints);
    return (different < 0 ? ints : different) / INTS;
  }

  private int sharedTail() {
    int most = Math.min(beforeSize, afterSize) - head;
    int shared = 0;
    while (shared < most && sameEntry(beforeSize - shared - 1, afterSize - shared - 1)) {
      shared++;
    }
    return shared;
  }

  private boolean sameEntry(int was, int is) {
    int from = was * INTS;
    int at = is * INTS;
    return Arrays.equals(before, from, from + INTS, after, at, at + INTS);
  }

  void to(HeaderEdits sink) {
    for (int i = head; i < beforeSize - tail; i++) {
      if (isFirst(before, i) && next(after, afterSize, 0, before, i) < 0) {
        sink.remove(arena, before[i * INTS], before[i * INTS + 1]);
      }
    }
    for (int i = head; i < afterSize - tail; i++) {
      if (next(after, i, head, after, i) < 0) {
        changed(sink, next(after, afterSize, 0, after, i));
      }
    }
    for (int i = head; i < beforeSize - tail; i++) {
      if (lostValue(i)) {
        changed(sink, next(after, afterSize, 0, before, i));
      }
    }
  }

  /// Whether this entry of the original is the first to tell that its name, which is still there
  /// outside of what differs, has fewer values.
  private boolean lostValue(int index) {
    return next(before, index, head, before, index) < 0
        && next(after, afterSize - tail, head, before, index) < 0
        && next(after, afterSize, 0, before, index) >= 0;
  }

  /// All entries of the name at `first`: only what is new behind an unchanged beginning is
  /// appended.
  private void changed(HeaderEdits sink, int first) {
    int was = next(before, beforeSize, 0, after, first);
    int is = first;
    while (was >= 0 && is >= 0 && sameValue(was, is)) {
      was = next(before, beforeSize, was + 1, after, first);
      is = next(after, afterSize, is + 1, after, first);
    }
    if (was < 0 && is < 0) {
      return;
    }
    boolean append = was < 0 && is != first;
    for (int i = append ? is : first; i >= 0; i = next(after, afterSize, i + 1, after, first)) {
      int at = i * INTS;
      if (append) {
        sink.append(arena, after[at], after[at + 1], after[at + 2], after[at + 3]);
      } else {
        sink.set(arena, after[at], after[at + 1], after[at + 2], after[at + 3]);
      }
      append = true;
    }
  }

  private boolean isFirst(int[] table, int index) {
    return next(table, index, 0, table, index) < 0;
  }

  /// Index of the first entry in `table[from, size)` with the name of `like[index]`, or -1.
  private int next(int[] table, int size, int from, int[] like, int index) {
    int nameAt = like[index * INTS];
    int length = like[index * INTS + 1];
    for (int i = from; i < size; i++) {
      int at = table[i * INTS];
      if (table[i * INTS + 1] == length
          && (at == nameAt
              || Arrays.equals(arena, at, at + length, arena, nameAt, nameAt + length))) {
        return i;
      }
    }
    return -1;
  }

  private boolean sameValue(int was, int is) {
    int wasAt = before[was * INTS + 2];
    int isAt = after[is * INTS + 2];
    int length = before[was * INTS + 3];
    return length == after[is * INTS + 3]
        && Arrays.equals(arena, wasAt, wasAt + length, arena, isAt, isAt + length);
  }
}
