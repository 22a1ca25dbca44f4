package dev.weir.engine.chicory;

import com.dylibso.chicory.compiler.Cache;
import java.util.Arrays;

/// The classes of one module as the library packs them.
///
/// Not a record: it holds an array.
final class CompiledClasses {
  private final boolean complete;
  private final byte[] packed;

  private CompiledClasses(boolean complete, byte[] packed) {
    this.complete = complete;
    this.packed = packed;
  }

  /// Whether every function is among them; if not, the rest is interpreted from the module.
  boolean complete() {
    return complete;
  }

  /// One byte for `complete`, then the classes.
  byte[] toBytes() {
    byte[] bytes = new byte[1 + packed.length];
    bytes[0] = (byte) (complete ? 1 : 0);
    System.arraycopy(packed, 0, bytes, 1, packed.length);
    return bytes;
  }

  static CompiledClasses read(byte[] bytes) {
    return new CompiledClasses(bytes[0] == 1, Arrays.copyOfRange(bytes, 1, bytes.length));
  }

  /// A cache that holds just these.
  Cache asCache() {
    return new Cache() {
      @Override
      public byte[] get(String key) {
        return packed;
      }

      @Override
      public void putIfAbsent(String key, byte[] data) {}
    };
  }

  /// An empty cache that remembers what was put.
  static final class Catcher implements Cache {
    private byte[] packed = {};

    @Override
    @SuppressWarnings("NullAway") // the library's way to say "not there"
    public byte[] get(String key) {
      return null;
    }

    @Override
    public void putIfAbsent(String key, byte[] data) {
      packed = data;
    }

    /// What was put, with calls counted.
    CompiledClasses caught(boolean complete) {
      return new CompiledClasses(complete, CallCounting.applyToAll(packed));
    }
  }
}
