package dev.weir.proxywasm.http;

import java.util.Arrays;

/// Compares two entry tables over one arena, name by name.
///
/// Quadratic in the number of entries, with a comparison of lengths first; header maps are short
/// and only edited ones are compared.
final class HeaderDiff {
  private static final int INTS = 4;

  private final byte[] arena;
  private final int[] before;
  private final int beforeSize;
  private final int[] after;
  private final int afterSize;

  HeaderDiff(byte[] arena, int[] before, int beforeSize, int[] after, int afterSize) {
    this.arena = arena;
    this.before = before;
    this.beforeSize = beforeSize;
    this.after = after;
    this.afterSize = afterSize;
  }

  void to(HeaderEdits sink) {
    for (int i = 0; i < beforeSize; i++) {
      if (isFirst(before, i) && next(after, afterSize, 0, before, i) < 0) {
        sink.remove(arena, before[i * INTS], before[i * INTS + 1]);
      }
    }
    for (int i = 0; i < afterSize; i++) {
      if (isFirst(after, i)) {
        changed(sink, i);
      }
    }
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
