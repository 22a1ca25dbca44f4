package dev.weir.proxywasm.wasi;

import dev.weir.proxywasm.abi.AbiLimits;
import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.GuestLog;
import dev.weir.proxywasm.context.GuestMemory;
import dev.weir.proxywasm.context.Vm;

/// Standard output and standard error, which are the log; nothing else is open.
final class WasiOutput {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int IOVEC_BYTES = 8;
  private static final int FDSTAT_BYTES = 24;
  private static final int FDSTAT_RIGHTS_AT = 8;
  private static final long RIGHT_FD_WRITE = 64;

  /// More pieces than any runtime passes at once; own bound.
  private static final int MAX_IOVECS = 1024;

  private final Vm vm;

  WasiOutput(Vm vm) {
    this.vm = vm;
  }

  static boolean isOutput(int fd) {
    return fd == STDOUT || fd == STDERR;
  }

  int write(int fd, int iovecsAt, int count, int writtenAt) {
    if (!isOutput(fd)) {
      return Errno.BADF;
    }
    GuestMemory memory = vm.memory();
    if (count < 0
        || count > MAX_IOVECS
        || !memory.contains(iovecsAt, count * IOVEC_BYTES)
        || !memory.contains(writtenAt, Integer.BYTES)) {
      return Errno.FAULT;
    }
    byte[] text = new byte[AbiLimits.MAX_LOG_BYTES];
    long written = 0;
    for (int i = 0; i < count; i++) {
      int pointer = memory.readInt(iovecsAt + i * IOVEC_BYTES);
      int length = memory.readInt(iovecsAt + i * IOVEC_BYTES + Integer.BYTES);
      if (!memory.contains(pointer, length)) {
        return Errno.FAULT;
      }
      int kept =
          (int)
              Math.min(
                  Integer.toUnsignedLong(length), text.length - Math.min(written, text.length));
      System.arraycopy(memory.array(), pointer, text, (int) Math.min(written, text.length), kept);
      written += Integer.toUnsignedLong(length);
    }
    log(fd, text, (int) Math.min(written, text.length));
    return stored(memory.storeInt(writtenAt, (int) written));
  }

  private void log(int fd, byte[] text, int length) {
    boolean newline = length > 0 && text[length - 1] == '\n';
    int shown = newline ? length - 1 : length;
    if (shown > 0) {
      GuestLog.write(vm, fd == STDOUT ? LogLevel.INFO : LogLevel.ERROR, text, shown);
    }
  }

  int status(int fd, int resultAt) {
    if (!isOutput(fd)) {
      return Errno.BADF;
    }
    GuestMemory memory = vm.memory();
    if (!memory.contains(resultAt, FDSTAT_BYTES)) {
      return Errno.FAULT;
    }
    memory.fill(resultAt, FDSTAT_BYTES);
    return stored(memory.storeLong(resultAt + FDSTAT_RIGHTS_AT, RIGHT_FD_WRITE));
  }

  /// There is nothing to close or to seek in; runtimes do so on their way out.
  int ignored(WasiFunction function) {
    if (vm.services().log().level(vm.spec().name()) == LogLevel.TRACE) {
      vm.log(LogLevel.TRACE, function.importName() + " ignored");
    }
    return Errno.SUCCESS;
  }

  int ignored(WasiFunction function, int positionAt) {
    int answer = ignored(function);
    return vm.memory().storeLong(positionAt, 0) == ProxyStatus.OK ? answer : Errno.FAULT;
  }

  private static int stored(ProxyStatus status) {
    return status == ProxyStatus.OK ? Errno.SUCCESS : Errno.FAULT;
  }
}
