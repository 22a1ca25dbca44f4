package dev.weir.proxywasm.context;

import dev.weir.engine.TrapException;
import dev.weir.engine.WasmFunction;
import dev.weir.engine.WasmInstance;
import dev.weir.proxywasm.Capabilities;
import dev.weir.proxywasm.abi.Callback;
import org.jspecify.annotations.Nullable;

/// The instance inside a [Vm]: its memory, its exports, and what it may call at the moment. Owned
/// by the VM's thread.
public final class Guest {
  private final Capabilities capabilities;
  private boolean starting = true; // in the module's own initialisation
  private boolean allocating; // in its allocator, called by the host
  private long refusedGrowths;
  private boolean repeatable = true;
  private @Nullable WasmInstance instance;
  private @Nullable GuestMemory memory;
  private @Nullable GuestExports exports;
  private @Nullable WasmFunction allocator;

  Guest(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  /// Gives it its instance. The first hostcall does so if the module has a start function, whose
  /// calls come before there is an instance to give.
  public void attach(WasmInstance instance) {
    if (this.instance == null) {
      this.instance = instance;
      memory = new GuestMemory(instance.memory(), new OwnAllocator());
    }
  }

  /// Runs the module's own initialisation.
  ///
  /// @param initialisation knows which function was running when a `TrapException` comes out
  void initialize(Initialisation initialisation) throws TrapException {
    bind();
    initialisation.run(instance());
    starting = false;
  }

  /// Takes over a copy of an instance that has initialised.
  void resume(WasmInstance copy) {
    attach(copy);
    bind();
    starting = false;
  }

  private void bind() {
    WasmInstance bound = instance();
    exports = new GuestExports(bound, capabilities);
    allocator =
        bound.function("malloc").or(() -> bound.function("proxy_on_memory_allocate")).orElse(null);
  }

  /// From here on calls are bounded by the limit for callbacks.
  void started() {
    instance().started();
  }

  GuestMemory memory() {
    if (memory == null) {
      throw new IllegalStateException("instance not attached");
    }
    return memory;
  }

  boolean exports(Callback callback) {
    return exports != null && exports.has(callback);
  }

  /// The function of a callback that it exports.
  WasmFunction function(Callback callback) {
    if (exports == null) {
      throw new IllegalStateException("instance not initialised");
    }
    return exports.get(callback);
  }

  /// Whether the module is in its own initialisation.
  public boolean starting() {
    return starting;
  }

  /// Whether any hostcall is allowed now; else only what [#requireAllowed] lets pass.
  public boolean unrestricted() {
    return !starting && !allocating;
  }

  /// Refuses a hostcall that the ABI forbids while the module initialises or allocates.
  public void requireAllowed(String hostcall, boolean whileStarting, boolean whileAllocating) {
    if (starting && !whileStarting) {
      throw new RestrictedCall(hostcall, "while the module initialises");
    }
    if (allocating && !whileAllocating) {
      throw new RestrictedCall(hostcall, "by the allocator");
    }
  }

  /// Notes that initialisation asked for something that is different each time.
  public void sawTheMoment() {
    repeatable = false;
  }

  /// Whether initialisation would end in the same state each time.
  public boolean repeatable() {
    return repeatable;
  }

  /// The module's allocator. A class, not a lambda, for the depth of calls (see `HttpFieldCalls`).
  private final class OwnAllocator implements GuestMemory.Allocator {
    @Override
    public int allocate(int size) {
      if (allocator == null) {
        return 0;
      }
      boolean before = allocating;
      allocating = true;
      try {
        return (int) allocator.call(size);
      } finally {
        allocating = before;
      }
    }
  }

  /// Whether its memory was to grow beyond its limit since this was asked last.
  boolean growthRefused() {
    long refused = instance().refusedGrowths();
    boolean more = refused != refusedGrowths;
    refusedGrowths = refused;
    return more;
  }

  void close() {
    if (instance != null) {
      instance.close();
    }
  }

  private WasmInstance instance() {
    if (instance == null) {
      throw new IllegalStateException("instance not attached");
    }
    return instance;
  }
}
