package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import dev.weir.engine.InstanceImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Everything that a module's code can have changed in its instance: memory, mutable globals,
/// tables, dropped segments.
///
/// References to functions are indexes and mean the same in every instance. Any other reference
/// (`externref`, exceptions) means something to one instance only; a module that holds one has no
/// image.
final class ChicoryImage implements InstanceImage {
  private final ChicoryModule module;
  private final MemoryImage memory;
  private final List<SavedGlobal> globals;
  private final List<SavedTable> tables;
  private final BitSet droppedElements;

  private ChicoryImage(
      ChicoryModule module,
      MemoryImage memory,
      List<SavedGlobal> globals,
      List<SavedTable> tables,
      BitSet droppedElements) {
    this.module = module;
    this.memory = memory;
    this.globals = globals;
    this.tables = tables;
    this.droppedElements = droppedElements;
  }

  private record SavedGlobal(int index, long low, long high) {}

  static Optional<ChicoryImage> of(ChicoryModule module, ChicoryInstance owner) {
    Instance instance = owner.chicory();
    List<SavedGlobal> globals = new ArrayList<>();
    for (int i = 0; i < instance.globalCount(); i++) {
      GlobalInstance global = instance.global(i);
      if (global.getMutabilityType() == MutabilityType.Const) {
        continue;
      }
      if (!portable(global)) {
        return Optional.empty();
      }
      globals.add(new SavedGlobal(i, global.getValueLow(), global.getValueHigh()));
    }
    List<SavedTable> tables = new ArrayList<>();
    for (int i = 0; i < instance.tableCount(); i++) {
      Optional<SavedTable> table = SavedTable.of(instance, instance.table(i));
      if (table.isEmpty()) {
        return Optional.empty();
      }
      tables.add(table.get());
    }
    return Optional.of(
        new ChicoryImage(
            module, owner.flatMemory().image(), globals, tables, droppedElements(instance)));
  }

  private static boolean portable(GlobalInstance global) {
    ValType type = global.getType();
    return !type.isReference()
        || type.equals(ValType.FuncRef)
        || global.getValue() == Value.REF_NULL_VALUE;
  }

  private static BitSet droppedElements(Instance instance) {
    BitSet dropped = new BitSet();
    for (int i = 0; i < instance.elementCount(); i++) {
      dropped.set(i, instance.element(i) == null);
    }
    return dropped;
  }

  ChicoryModule module() {
    return module;
  }

  MemoryImage memory() {
    return memory;
  }

  /// Puts everything but the memory, which was made from the image, into a new instance.
  @SuppressWarnings("NullAway") // null is how the library marks a dropped element segment
  void restore(Instance instance) {
    for (SavedGlobal global : globals) {
      GlobalInstance target = instance.global(global.index());
      target.setValueLow(global.low());
      target.setValueHigh(global.high());
    }
    for (int i = 0; i < tables.size(); i++) {
      tables.get(i).restore(instance, instance.table(i));
    }
    droppedElements.stream().forEach(i -> instance.setElement(i, null));
  }

  @Override
  public long byteSize() {
    return memory.size();
  }
}
