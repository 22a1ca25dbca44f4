package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.TrapException;
import dev.weir.engine.WasmFunction;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.WasmMemory;
import dev.weir.engine.module.FunctionType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One live instance: guards every entry with the deadline and the state "usable or broken".
///
/// Owned by one thread at a time; only the watch is also read by the watchdog.
final class ChicoryInstance implements WasmInstance {
  private final ChicoryModule module;
  private final InstanceLimits limits;
  private final FlatMemory memory;
  private final Watchdog watchdog;
  private final boolean boundsItself;
  private final Map<String, Optional<WasmFunction>> functions = new HashMap<>();

  private @Nullable Instance instance; // set as soon as the library has made it
  private CallWatch watch;
  private Thread thread;
  private Duration limit;
  private long limitNanos;
  private int depth;
  private boolean armed; // this instance's call started the clock of the thread
  private @Nullable TrapException trap;
  private boolean exhausted; // of stack, in a nested call
  private boolean closed;

  ChicoryInstance(
      ChicoryModule module, InstanceLimits limits, FlatMemory memory, Watchdog watchdog) {
    this.module = module;
    this.limits = limits;
    this.memory = memory;
    this.watchdog = watchdog;
    this.boundsItself = module.boundsItsMemory(limits);
    this.thread = Thread.currentThread();
    this.watch = watchdog.own();
    this.limit = limits.start();
    this.limitNanos = limit.toNanos();
  }

  /// Runs the construction of the library's instance, which runs the start section, as an outermost
  /// call.
  void construct(Supplier<Instance> construction) {
    enter();
    try {
      instance = construction.get();
    } catch (Throwable thrown) {
      throw fail("start", thrown);
    }
    leave();
  }

  /// The library's instance; a host function called by the start section knows it before
  /// `construct` has returned.
  void attach(Instance made) {
    instance = made;
  }

  ChicoryModule module() {
    return module;
  }

  FlatMemory flatMemory() {
    return memory;
  }

  Instance chicory() {
    if (instance == null) {
      throw new IllegalStateException("instance: not constructed (expected: imports linked)");
    }
    return instance;
  }

  @Override
  public Optional<WasmFunction> function(String export) {
    return functions.computeIfAbsent(export, this::find);
  }

  private Optional<WasmFunction> find(String name) {
    Optional<FunctionType> type = module.shape().function(name);
    return type.map(known ->
        new ChicoryFunction(this, name, module.exportIndex(name), known, chicory().export(name)));
  }

  @Override
  public WasmMemory memory() {
    return memory;
  }

  /// None if the module's own maximum is the lower one.
  @Override
  public long refusedGrowths() {
    return boundsItself ? 0 : memory.refusedGrowths();
  }

  @Override
  public void started() {
    limit = limits.callback();
    limitNanos = limit.toNanos();
  }

  @Override
  public boolean broken() {
    return trap != null;
  }

  @Override
  public void close() {
    closed = true;
    memory.release();
  }

  long call(ChicoryFunction function, long[] arguments) {
    if (depth > 0) {
      return callNested(function, arguments);
    }
    enter();
    long[] results;
    try {
      results = function.export().apply(arguments);
    } catch (Throwable thrown) {
      throw fail(function.name(), thrown);
    }
    leave();
    return first(results);
  }

  /// From within a host function: under the outermost call's clock, and without the library's
  /// clean-up that assumes an empty stack.
  private long callNested(ChicoryFunction function, long[] arguments) {
    stopIfBroken();
    try {
      return first(chicory().getMachine().call(function.index(), arguments));
    } catch (Throwable thrown) {
      exhausted |= Traps.exhaustsStack(thrown);
      stopIfExhausted();
      throw broken(module.traps().of(thrown, function.name(), limit, watch.fired()));
    }
  }

  private static long first(long @Nullable [] results) {
    return results == null || results.length == 0 ? 0 : results[0];
  }

  private void enter() {
    if (trap != null || closed) {
      throw new IllegalStateException(
          "instance: %s (expected: usable)"
              .formatted(trap == null ? "closed" : "broken by " + trap.getMessage()));
    }
    Thread current = Thread.currentThread();
    if (!current.equals(thread)) {
      thread = current;
      watch = watchdog.own();
    }
    depth = 1;
    memory.allowCalls(limits.nestedCalls());
    armed = watch.arm(limitNanos);
  }

  private void leave() {
    depth = 0;
    if (armed) {
      watch.disarm();
    }
  }

  private TrapException fail(String function, Throwable thrown) {
    depth = 0;
    boolean timeUp = armed ? watch.disarm() : watch.fired();
    return broken(module.traps().of(thrown, function, limit, timeUp));
  }

  private TrapException broken(TrapException cause) {
    if (trap == null) {
      trap = cause;
    }
    return cause;
  }

  /// Between a host function and the module's code: what broke in a nested call must not go on,
  /// even if the host function caught it.
  void stopIfBroken() {
    if (trap != null) {
      throw trap;
    }
    stopIfExhausted();
  }

  /// At the end of the stack nothing is described: that takes stack. The top of the call does it.
  private void stopIfExhausted() {
    if (exhausted) {
      throw new StackOverflowError();
    }
  }
}
