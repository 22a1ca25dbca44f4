package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import dev.weir.engine.HostFunction;
import dev.weir.engine.TrapException;

/// One host function as one instance sees it.
///
/// Compiled code reads the result at once, so the array for it is made once.
final class HostCall implements WasmFunctionHandle {
  private static final long[] NOTHING = {};

  private final HostFunction function;
  private final HostFunction.Body body;
  private final ChicoryInstance owner;
  private final long[] result;

  HostCall(HostFunction function, ChicoryInstance owner) {
    this.function = function;
    this.body = function.body();
    this.owner = owner;
    this.result = function.type().results().isEmpty() ? NOTHING : new long[1];
  }

  @Override
  public long[] apply(Instance instance, long... arguments) {
    long value;
    try {
      value = body.call(owner, arguments);
    } catch (TrapException nested) {
      owner.stopIfBroken(); // it was this instance, and is already described
      throw new HostFailure(function, nested);
    } catch (Throwable thrown) {
      throw new HostFailure(function, thrown);
    }
    owner.stopIfBroken();
    if (result.length == 0) {
      return result;
    }
    result[0] = value;
    return result;
  }
}
