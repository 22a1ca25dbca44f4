package dev.weir.proxywasm.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Headers or trailers of one message: an ordered multi-map of byte strings, pseudo headers
/// included.
///
/// A flat arena: all bytes in one array, four ints an entry. Bytes are only ever added at the
/// arena's end, so the original stays readable below the edits and a diff needs no copy of it.
/// Names are compared in lower case; values are arbitrary bytes. Belongs to one thread.
public final class HeaderMap {
  private static final int INTS_PER_ENTRY = 4;
  private static final int NAME_AT = 0;
  private static final int NAME_LENGTH = 1;
  private static final int VALUE_AT = 2;
  private static final int VALUE_LENGTH = 3;
  private static final byte[] LOWER = lowerCaseOfEachByte();
  private static final int FIRST_ENTRIES = 24;
  private static final int FIRST_BYTES = 1024;

  /// Most maps get a header or two, and most arenas are whole messages, so they grow in small
  /// steps.
  private static final int FEWEST_MORE_BYTES = 256;

  private byte[] arena;
  private int used;
  private int[] entries;
  private int size;
  private int byteSize;
  private int[] original = {};
  private int originalSize;
  private int originalByteSize;
  private boolean originalShared;
  private boolean edited;

  public HeaderMap() {
    this(new byte[FIRST_BYTES], 0);
  }

  private HeaderMap(byte[] arena, int used) {
    this.arena = arena;
    this.used = used;
    this.entries = new int[FIRST_ENTRIES * INTS_PER_ENTRY];
  }

  /// A map whose entries are going to be slices of `message` (see [#addSlice]); the array is taken
  /// over, so the caller must not change it any more.
  public static HeaderMap over(byte[] message) {
    return new HeaderMap(message, message.length);
  }

  /// Names and values in turns; for tests and messages that the host itself makes.
  public static HeaderMap of(String... namesAndValues) {
    HeaderMap map = new HeaderMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  /// Adds an entry that already lies in the arena; its name must be in lower case.
  public void addSlice(int nameAt, int nameLength, int valueAt, int valueLength) {
    int at = size * INTS_PER_ENTRY;
    if (at == entries.length) {
      entries = Arrays.copyOf(entries, at * 2);
    }
    entries[at + NAME_AT] = nameAt;
    entries[at + NAME_LENGTH] = nameLength;
    entries[at + VALUE_AT] = valueAt;
    entries[at + VALUE_LENGTH] = valueLength;
    size++;
    byteSize += nameLength + valueLength;
  }

  /// Marks the present content as the original: what comes after are edits.
  public void markOriginal() {
    edited = false;
    original = entries;
    originalShared = true;
    originalSize = size;
    originalByteSize = byteSize;
  }

  /// Whether anything changed since [#markOriginal]; equal content written again counts as change.
  public boolean edited() {
    return edited;
  }

  public int size() {
    return size;
  }

  /// Bytes of all names and values.
  public int byteSize() {
    return byteSize;
  }

  /// Entries of the original.
  public int originalSize() {
    return originalSize;
  }

  /// Bytes of all names and values of the original.
  public int originalByteSize() {
    return originalByteSize;
  }

  /// The array that the offsets below point into; valid until the next edit.
  public byte[] arena() {
    return arena;
  }

  public int nameAt(int index) {
    return entries[index * INTS_PER_ENTRY + NAME_AT];
  }

  public int nameLength(int index) {
    return entries[index * INTS_PER_ENTRY + NAME_LENGTH];
  }

  public int valueAt(int index) {
    return entries[index * INTS_PER_ENTRY + VALUE_AT];
  }

  public int valueLength(int index) {
    return entries[index * INTS_PER_ENTRY + VALUE_LENGTH];
  }

  /// The name of an entry as text, one char a byte.
  public String name(int index) {
    return new String(arena, nameAt(index), nameLength(index), StandardCharsets.ISO_8859_1);
  }

  /// The value of an entry as text, one char a byte.
  public String value(int index) {
    return new String(arena, valueAt(index), valueLength(index), StandardCharsets.ISO_8859_1);
  }

  /// The first value of a name, as text, one char a byte.
  public Optional<String> value(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    int index = find(bytes, 0, bytes.length);
    return index < 0 ? Optional.empty() : Optional.of(value(index));
  }

  /// Whether the first value of a name, which is in lower case, is these very bytes.
  public boolean valueIs(byte[] name, byte[] value) {
    int index = find(name, 0, name.length);
    return index >= 0
        && Arrays.equals(
            arena, valueAt(index), valueAt(index) + valueLength(index), value, 0, value.length);
  }

  /// The first value of a name in the original, as text, one char a byte.
  public Optional<String> originalValue(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < originalSize * INTS_PER_ENTRY; at += INTS_PER_ENTRY) {
      if (original[at + NAME_LENGTH] == bytes.length
          && sameName(arena, original[at + NAME_AT], bytes, 0, bytes.length)) {
        return Optional.of(
            new String(
                arena,
                original[at + VALUE_AT],
                original[at + VALUE_LENGTH],
                StandardCharsets.ISO_8859_1));
      }
    }
    return Optional.empty();
  }

  /// Index of the first entry of a name, or -1.
  public int find(byte[] name, int at, int length) {
    return findFrom(0, name, at, length);
  }

  /// Index of the first entry of a name at or after `from`, or -1.
  public int findFrom(int from, byte[] name, int at, int length) {
    int[] all = entries; // a local, so that the loop stays small also where the call is not inlined
    int end = size * INTS_PER_ENTRY;
    for (int entry = from * INTS_PER_ENTRY; entry < end; entry += INTS_PER_ENTRY) {
      if (all[entry + NAME_LENGTH] == length
          && sameName(arena, all[entry + NAME_AT], name, at, length)) {
        return entry / INTS_PER_ENTRY;
      }
    }
    return -1;
  }

  /// Adds another entry after all others.
  public void add(byte[] name, int nameAt, int nameLength, byte[] value, int at, int length) {
    beforeEdit();
    int newName = storeLowerCase(name, nameAt, nameLength);
    int newValue = store(value, at, length);
    addSlice(newName, nameLength, newValue, length);
  }

  /// Adds an entry whose name keeps its case: for the pairs of a property, which are no headers.
  void addAsIs(byte[] name, byte[] value) {
    beforeEdit();
    int nameAt = store(name, 0, name.length);
    addSlice(nameAt, name.length, store(value, 0, value.length), value.length);
  }

  public void add(String name, String value) {
    byte[] n = name.getBytes(StandardCharsets.ISO_8859_1);
    byte[] v = value.getBytes(StandardCharsets.ISO_8859_1);
    add(n, 0, n.length, v, 0, v.length);
  }

  /// Makes this the only value of the name, at the place of its first entry if it has one.
  public void replace(byte[] name, int nameAt, int nameLength, byte[] value, int at, int length) {
    int first = findFrom(0, name, nameAt, nameLength);
    if (first < 0) {
      add(name, nameAt, nameLength, value, at, length);
      return;
    }
    beforeEdit();
    byteSize += length - valueLength(first);
    entries[first * INTS_PER_ENTRY + VALUE_AT] = store(value, at, length);
    entries[first * INTS_PER_ENTRY + VALUE_LENGTH] = length;
    removeFrom(first + 1, name, nameAt, nameLength);
  }

  public void replace(String name, String value) {
    byte[] n = name.getBytes(StandardCharsets.ISO_8859_1);
    byte[] v = value.getBytes(StandardCharsets.ISO_8859_1);
    replace(n, 0, n.length, v, 0, v.length);
  }

  /// Removes all entries of a name.
  public void remove(byte[] name, int at, int length) {
    if (find(name, at, length) >= 0) {
      beforeEdit();
      removeFrom(0, name, at, length);
    }
  }

  public void remove(String name) {
    byte[] n = name.getBytes(StandardCharsets.ISO_8859_1);
    remove(n, 0, n.length);
  }

  public void clear() {
    beforeEdit();
    size = 0;
    byteSize = 0;
  }

  /// Drops everything and takes over the entries of `content`.
  public void assign(HeaderMap content) {
    clear();
    for (int i = 0; i < content.size; i++) {
      add(
          content.arena,
          content.nameAt(i),
          content.nameLength(i),
          content.arena,
          content.valueAt(i),
          content.valueLength(i));
    }
  }

  private void removeFrom(int from, byte[] name, int at, int length) {
    int kept = from;
    for (int i = from; i < size; i++) {
      if (nameLength(i) == length && sameName(arena, nameAt(i), name, at, length)) {
        byteSize -= length + valueLength(i);
        continue;
      }
      System.arraycopy(entries, i * INTS_PER_ENTRY, entries, kept * INTS_PER_ENTRY, INTS_PER_ENTRY);
      kept++;
    }
    size = kept;
  }

  /// Tells `sink` the least edits from the original to the present content.
  public void edits(HeaderEdits sink) {
    edits(sink, size);
  }

  /// As the other, as if the present content had its first `most` entries at the most: what it
  /// costs grows with the square of them.
  public void edits(HeaderEdits sink, int most) {
    if (edited) {
      new HeaderDiff(arena, original, originalSize, entries, Math.min(size, most)).to(sink);
    }
  }

  private void beforeEdit() {
    edited = true;
    if (originalShared) {
      entries = entries.clone();
      originalShared = false;
    }
  }

  private int store(byte[] source, int at, int length) {
    reserve(length);
    System.arraycopy(source, at, arena, used, length);
    used += length;
    return used - length;
  }

  /// In one go: to read back what was written a moment ago, into memory that no cache has yet,
  /// takes several times as long.
  private int storeLowerCase(byte[] source, int at, int length) {
    reserve(length);
    byte[] target = arena;
    int to = used;
    for (int i = 0; i < length; i++) {
      target[to + i] = LOWER[source[at + i] & 0xff];
    }
    used = to + length;
    return to;
  }

  private void reserve(int length) {
    if (arena.length - used < length) {
      int more = Math.max(FEWEST_MORE_BYTES, arena.length / 4);
      arena = Arrays.copyOf(arena, Math.max(arena.length + more, used + length));
    }
  }

  private static boolean sameName(byte[] own, int ownAt, byte[] name, int at, int length) {
    for (int i = 0; i < length; i++) {
      if (own[ownAt + i] != LOWER[name[at + i] & 0xff]) {
        return false;
      }
    }
    return true;
  }

  /// A table, so that no loop over a name calls anything: beneath a plugin's code the JIT may be at
  /// the end of what it inlines.
  private static byte[] lowerCaseOfEachByte() {
    byte[] lower = new byte[256];
    for (int b = 0; b < lower.length; b++) {
      lower[b] = (byte) (b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b);
    }
    return lower;
  }

  /// Entry count and byte size; never values, which may be secret.
  @Override
  public String toString() {
    return size + " headers, " + byteSize() + " bytes";
  }
}
