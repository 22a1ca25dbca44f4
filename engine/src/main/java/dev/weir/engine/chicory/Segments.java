package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.util.BitSet;

/// The data segments of one instance: the array that the library's instance holds too, so that both
/// see what either drops. A dropped segment is an empty one.
final class Segments {
  /// Where an active segment goes.
  @FunctionalInterface
  interface Target {
    void copy(int offset, byte[] data);
  }

  private final DataSegment[] segments;

  Segments(DataSegment[] segments) {
    this.segments = segments;
  }

  static Segments none() {
    return new Segments(new DataSegment[0]);
  }

  /// Copies the active segments and drops them, as the specification's instantiation does.
  void copyActive(Instance instance, Target target) {
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] instanceof ActiveDataSegment active) {
        long[] offset =
            ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions());
        target.copy((int) offset[0], active.data());
        drop(i);
      }
    }
  }

  byte[] data(int segment) {
    return segments[segment].data();
  }

  void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }

  void drop(BitSet dropped) {
    dropped.stream().forEach(this::drop);
  }

  BitSet dropped() {
    BitSet dropped = new BitSet();
    for (int i = 0; i < segments.length; i++) {
      dropped.set(i, segments[i].data().length == 0);
    }
    return dropped;
  }
}
