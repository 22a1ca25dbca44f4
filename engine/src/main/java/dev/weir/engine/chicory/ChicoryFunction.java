package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.ExportFunction;
import dev.weir.engine.WasmFunction;
import dev.weir.engine.module.FunctionType;

/// An exported function; the arrays for its arguments are its own, as compiled code copies them
/// before anything else runs.
final class ChicoryFunction implements WasmFunction {
  private static final long[] NONE = {};

  private final ChicoryInstance owner;
  private final String name;
  private final int index;
  private final FunctionType type;
  private final ExportFunction export;
  private final int arity;
  private final long[] scratch;

  ChicoryFunction(
      ChicoryInstance owner, String name, int index, FunctionType type, ExportFunction export) {
    this.owner = owner;
    this.name = name;
    this.index = index;
    this.type = type;
    this.export = export;
    this.arity = type.parameters().size();
    this.scratch = new long[arity];
  }

  @Override
  public FunctionType type() {
    return type;
  }

  @Override
  public int arity() {
    return arity;
  }

  String name() {
    return name;
  }

  int index() {
    return index;
  }

  ExportFunction export() {
    return export;
  }

  @Override
  public long call() {
    expect(0);
    return owner.call(this, NONE);
  }

  @Override
  public long call(long first) {
    expect(1);
    long[] arguments = scratch;
    arguments[0] = first;
    return owner.call(this, arguments);
  }

  @Override
  public long call(long first, long second) {
    expect(2);
    long[] arguments = scratch;
    arguments[0] = first;
    arguments[1] = second;
    return owner.call(this, arguments);
  }

  @Override
  public long call(long first, long second, long third) {
    expect(3);
    long[] arguments = scratch;
    arguments[0] = first;
    arguments[1] = second;
    arguments[2] = third;
    return owner.call(this, arguments);
  }

  @Override
  public long call(long... arguments) {
    expect(arguments.length);
    return owner.call(this, arguments);
  }

  private void expect(int given) {
    if (given != arity) {
      throw new IllegalArgumentException(
          "function %s: %d arguments (expected: %s)".formatted(name, given, type));
    }
  }
}
