package dev.weir.extproc.stream;

import dev.weir.extproc.answer.BodyChange;
import dev.weir.extproc.answer.Effect;
import dev.weir.extproc.wire.Slice;
import java.util.ArrayList;
import java.util.List;

/// Body bytes that have come out of the chain and wait for an answer to go into.
final class Chunks {
  private final List<Slice> slices = new ArrayList<>(2);
  private int length;

  void add(Slice bytes) {
    if (!bytes.isEmpty()) {
      slices.add(bytes);
      length += bytes.length();
    }
  }

  int length() {
    return length;
  }

  /// What the answer to a message of `original` bytes says about them; takes the waiting bytes.
  ///
  /// @param effect of the waiting bytes
  BodyChange takeInPlaceOf(Slice original, Effect effect) {
    boolean same = slices.size() == 1 && slices.getFirst().isSameAs(original);
    Slice all = take();
    return same || (all.isEmpty() && original.isEmpty())
        ? BodyChange.KEEP
        : BodyChange.replace(all, effect);
  }

  /// Takes the waiting bytes as one.
  Slice take() {
    Slice all = slices.size() == 1 ? slices.getFirst() : joined();
    slices.clear();
    length = 0;
    return all;
  }

  private Slice joined() {
    byte[] bytes = new byte[length];
    int at = 0;
    for (Slice slice : slices) {
      System.arraycopy(slice.array(), slice.offset(), bytes, at, slice.length());
      at += slice.length();
    }
    return Slice.of(bytes);
  }
}
