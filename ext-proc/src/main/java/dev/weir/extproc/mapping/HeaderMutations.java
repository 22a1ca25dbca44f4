package dev.weir.extproc.mapping;

import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.answer.SetHeader;
import dev.weir.extproc.answer.SetHeader.Placing;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.http.HeaderEdits;
import dev.weir.proxywasm.http.HeaderMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Turns a header map's edits into the mutation that the proxy accepts.
///
/// Edits that would make the proxy fail the request are left out and counted. The content length
/// and the transfer encoding are never taken from a plugin: they belong to whoever knows the body,
/// and what they say wrongly the next hop reads as another request.
public final class HeaderMutations implements HeaderEdits {
  private static final Slice CONTENT_LENGTH = Slice.utf8("content-length");
  private static final Slice TRANSFER_ENCODING = Slice.utf8("transfer-encoding");
  private static final Slice HOST = Slice.utf8("host");
  private static final Slice STATUS = Slice.utf8(":status");

  /// What Envoy takes unless it is set up otherwise: entries of each list of a mutation and of the
  /// result, and bytes of the result. Beyond that it fails the exchange.
  private static final int MAX_COUNT = 100;

  private static final int MAX_BYTES = 60 << 10;

  /// Entries beyond those that came that are looked at; no proxy takes so many.
  private static final int MAX_MORE = 1_000;

  private final HeaderMap map;
  private final Drops drops;
  private final List<Slice> removals = new ArrayList<>(2);
  private final List<SetHeader> sets = new ArrayList<>(4);

  /// Entries that a plugin removed and the proxy keeps.
  private int kept;

  /// What is left of the map when too many entries at its end are passed over.
  private int size;

  private int byteSize;

  private HeaderMutations(HeaderMap map, Drops drops) {
    this.map = map;
    this.drops = drops;
    this.size = map.size();
    this.byteSize = map.byteSize();
  }

  /// What the proxy must do to come from the map's original to its present content.
  public static HeaderMutation of(HeaderMap map, Drops drops) {
    return map.edited() ? edits(map, drops).build() : HeaderMutation.NONE;
  }

  /// As [#of], and the message has `length` body bytes from now on.
  public static HeaderMutation withContentLength(HeaderMap map, int length, Drops drops) {
    HeaderMutations mutations = edits(map, drops);
    Slice value = Slice.utf8(Integer.toString(length));
    mutations.sets.addFirst(new SetHeader(CONTENT_LENGTH, value, Placing.OVERWRITE));
    return mutations.build();
  }

  /// As [#of], and nobody knows how long the body is going to be.
  public static HeaderMutation withoutContentLength(HeaderMap map, Drops drops) {
    HeaderMutations mutations = edits(map, drops);
    mutations.removals.add(CONTENT_LENGTH);
    return mutations.build();
  }

  /// Every entry of `map` but pseudo headers and the content length, for a response of our own.
  public static HeaderMutation all(HeaderMap map, Drops drops) {
    HeaderMutations mutations = new HeaderMutations(map, drops);
    byte[] arena = map.arena();
    Set<Slice> names = new HashSet<>();
    for (int i = 0; i < map.size(); i++) {
      Slice name = Slice.of(arena, map.nameAt(i), map.nameLength(i));
      Slice value = Slice.of(arena, map.valueAt(i), map.valueLength(i));
      if (!HeaderSyntax.isPseudo(name)) {
        mutations.put(name, value, names.add(name) ? Placing.OVERWRITE : Placing.APPEND);
      }
    }
    return mutations.build();
  }

  private static HeaderMutations edits(HeaderMap map, Drops drops) {
    HeaderMutations mutations = new HeaderMutations(map, drops);
    int most = map.originalSize() + MAX_MORE;
    mutations.passOverFrom(most);
    map.edits(mutations, most);
    return mutations;
  }

  private void passOverFrom(int most) {
    for (; size > most; size--) {
      byteSize -= map.nameLength(size - 1) + map.valueLength(size - 1);
      drops.dropped(Drops.Reason.TOO_MUCH);
    }
  }

  @Override
  public void remove(byte[] arena, int nameAt, int nameLength) {
    Slice name = Slice.of(arena, nameAt, nameLength);
    if (name.equals(CONTENT_LENGTH)) {
      kept++;
      return;
    }
    if (HeaderSyntax.isPseudo(name) || name.equals(HOST)) {
      kept++;
      drops.dropped(Drops.Reason.NOT_REMOVABLE);
    } else {
      removals.add(name);
    }
  }

  @Override
  public void set(byte[] arena, int nameAt, int nameLength, int valueAt, int valueLength) {
    put(
        Slice.of(arena, nameAt, nameLength),
        Slice.of(arena, valueAt, valueLength),
        Placing.OVERWRITE);
  }

  @Override
  public void append(byte[] arena, int nameAt, int nameLength, int valueAt, int valueLength) {
    put(Slice.of(arena, nameAt, nameLength), Slice.of(arena, valueAt, valueLength), Placing.APPEND);
  }

  private void put(Slice name, Slice value, Placing placing) {
    if (name.equals(CONTENT_LENGTH)) {
      return;
    }
    if (name.equals(TRANSFER_ENCODING)) {
      drops.dropped(Drops.Reason.FRAMING);
    } else if (!HeaderSyntax.isName(name)) {
      drops.dropped(Drops.Reason.ILLEGAL_NAME);
    } else if (!HeaderSyntax.isValue(value)) {
      drops.dropped(Drops.Reason.ILLEGAL_VALUE);
    } else if (name.equals(STATUS) && !HeaderSyntax.isFinalStatus(value)) {
      drops.dropped(Drops.Reason.ILLEGAL_STATUS);
    } else if (placing == Placing.APPEND && HeaderSyntax.isPseudo(name)) {
      drops.dropped(Drops.Reason.NOT_REPEATABLE);
    } else {
      sets.add(new SetHeader(name, value, placing));
    }
  }

  private HeaderMutation build() {
    while (removals.size() > MAX_COUNT) {
      removals.removeLast();
      drops.dropped(Drops.Reason.TOO_MUCH);
    }
    dropWhatDoesNotFit();
    while (sets.size() > MAX_COUNT) {
      sets.removeLast();
      drops.dropped(Drops.Reason.TOO_MUCH);
    }
    return new HeaderMutation(removals, sets);
  }

  /// The headers that came may be beyond a bound already: then the proxy has another, and nobody
  /// knows which.
  private void dropWhatDoesNotFit() {
    if (sets.isEmpty()) {
      return;
    }
    int original = map.originalByteSize();
    int count = map.originalSize() > MAX_COUNT ? 0 : size + kept - MAX_COUNT;
    int keptBytes = kept > 0 ? original : 0; // at the most
    int bytes = original > MAX_BYTES ? 0 : byteSize + keptBytes - MAX_BYTES;
    while ((count > 0 || bytes > 0) && !sets.isEmpty()) {
      SetHeader last = sets.removeLast();
      count--;
      bytes -= last.name().length() + last.value().length();
      drops.dropped(Drops.Reason.TOO_MUCH);
    }
  }
}
