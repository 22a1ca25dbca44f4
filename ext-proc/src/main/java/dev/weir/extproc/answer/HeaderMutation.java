package dev.weir.extproc.answer;

import dev.weir.extproc.wire.Slice;
import dev.weir.extproc.wire.WireWriter;
import java.util.List;

/// Header changes that the proxy is asked to make: first all removals, then the rest in order.
///
/// A mutation is small by intent: a proxy refuses lists longer than its header limit, 100 by
/// default.
///
/// @param removals taken over, and not to be changed any more; so are `sets`
public record HeaderMutation(List<Slice> removals, List<SetHeader> sets) {
  public static final HeaderMutation NONE = new HeaderMutation(List.of(), List.of());

  private static final int SET_HEADERS = 1;
  private static final int REMOVE_HEADERS = 2;

  public boolean isEmpty() {
    return removals.isEmpty() && sets.isEmpty();
  }

  /// Writes the fields of `HeaderMutation`; lists back to front, as the writer wants them.
  void writeTo(WireWriter out) {
    for (int i = sets.size() - 1; i >= 0; i--) {
      int since = out.written();
      sets.get(i).writeTo(out);
      out.wrap(SET_HEADERS, since);
    }
    for (int i = removals.size() - 1; i >= 0; i--) {
      Slice name = removals.get(i);
      out.bytes(REMOVE_HEADERS, name.array(), name.offset(), name.length());
    }
  }
}
