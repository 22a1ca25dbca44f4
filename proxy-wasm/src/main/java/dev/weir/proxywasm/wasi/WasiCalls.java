package dev.weir.proxywasm.wasi;

import dev.weir.engine.HostFunction;
import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.GuestMemory;
import dev.weir.proxywasm.context.Vm;

/// Answers a module's WASI calls the way proxy-wasm-cpp-host does.
public final class WasiCalls {
  private static final int REALTIME = 0;
  private static final int MONOTONIC = 1;

  private final Vm vm;
  private final WasiOutput output;
  private final WasiEnvironment environment;
  private final WasiRandom random;

  public WasiCalls(Vm vm) {
    this.vm = vm;
    this.output = new WasiOutput(vm);
    this.environment = new WasiEnvironment(vm);
    this.random = new WasiRandom(vm);
  }

  public HostFunction.Body body(WasiFunction function) {
    if (!vm.spec().capabilities().allow(function.importName())) {
      return (instance, a) -> {
        vm.denied(function.importName());
        return Errno.NOTCAPABLE;
      };
    }
    boolean whileAllocating = function.allowedWhileAllocating();
    boolean differsEachTime =
        function == WasiFunction.RANDOM_GET || function == WasiFunction.CLOCK_TIME_GET;
    return (instance, a) -> {
      if (!vm.guest().unrestricted()) {
        vm.guest().attach(instance);
        vm.guest().requireAllowed(function.importName(), true, whileAllocating);
        if (differsEachTime) {
          vm.guest().sawTheMoment();
        }
      }
      return answer(function, a);
    };
  }

  private int answer(WasiFunction function, long[] a) {
    return switch (function) {
      case FD_WRITE -> output.write((int) a[0], (int) a[1], (int) a[2], (int) a[3]);
      case FD_PWRITE -> output.write((int) a[0], (int) a[1], (int) a[2], (int) a[4]);
      case FD_FDSTAT_GET -> output.status((int) a[0], (int) a[1]);
      case ENVIRON_GET -> environment.get((int) a[0], (int) a[1]);
      case ENVIRON_SIZES_GET -> environment.sizes((int) a[0], (int) a[1]);
      case ARGS_GET -> Errno.SUCCESS;
      case ARGS_SIZES_GET -> stored(vm.memory().storeWords((int) a[0], 0, (int) a[1], 0));
      case CLOCK_TIME_GET -> time((int) a[0], (int) a[2]);
      case CLOCK_RES_GET -> stored(vm.memory().storeLong((int) a[1], 1));
      case RANDOM_GET -> random.fill((int) a[0], (int) a[1]);
      case POLL_ONEOFF -> stored(vm.memory().storeInt((int) a[3], 0));
      case PROC_EXIT -> exit((int) a[0]);
      case FD_SEEK -> output.ignored(function, (int) a[3]);
      case FD_CLOSE -> output.ignored(function);
      case SCHED_YIELD, FD_ADVISE -> Errno.SUCCESS;
      case FD_ALLOCATE,
          FD_DATASYNC,
          FD_SYNC,
          FD_FDSTAT_SET_RIGHTS,
          FD_FILESTAT_SET_SIZE,
          FD_FILESTAT_SET_TIMES,
          FD_TELL ->
          WasiOutput.isOutput((int) a[0]) ? Errno.SUCCESS : Errno.BADF;
      case FD_PRESTAT_GET, FD_FILESTAT_GET -> Errno.BADF;
      case FD_READ, FD_PREAD, FD_FDSTAT_SET_FLAGS, FD_PRESTAT_DIR_NAME -> Errno.NOSYS;
      case FD_READDIR -> Errno.EXIST;
      case PATH_OPEN -> Errno.NOENT;
      case FD_RENUMBER,
          PATH_CREATE_DIRECTORY,
          PATH_FILESTAT_GET,
          PATH_FILESTAT_SET_TIMES,
          PATH_LINK,
          PATH_READLINK,
          PATH_REMOVE_DIRECTORY,
          PATH_RENAME,
          PATH_SYMLINK,
          PATH_UNLINK_FILE,
          PROC_RAISE,
          SOCK_ACCEPT,
          SOCK_RECV,
          SOCK_SEND,
          SOCK_SHUTDOWN ->
          Errno.NOTSUP;
    };
  }

  private int time(int clock, int resultAt) {
    GuestMemory memory = vm.memory();
    return switch (clock) {
      case REALTIME -> stored(memory.storeLong(resultAt, vm.services().clock().realtimeNanos()));
      case MONOTONIC -> stored(memory.storeLong(resultAt, vm.services().clock().monotonicNanos()));
      default -> Errno.NOTSUP;
    };
  }

  /// While the module initialises the call returns, as in proxy-wasm-cpp-host: some `_start`
  /// functions end with it. Later it ends the instance.
  private int exit(int code) {
    vm.log(LogLevel.ERROR, "proc_exit(%d)".formatted(code));
    if (!vm.guest().starting()) {
      throw new GuestExit(code);
    }
    return Errno.SUCCESS;
  }

  private static int stored(ProxyStatus status) {
    return status == ProxyStatus.OK ? Errno.SUCCESS : Errno.FAULT;
  }
}
