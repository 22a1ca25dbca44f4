package dev.weir.proxywasm.wasi;

import dev.weir.proxywasm.abi.AbiLimits;
import dev.weir.proxywasm.context.GuestMemory;
import dev.weir.proxywasm.context.Vm;
import java.security.SecureRandom;

/// `random_get`: cryptographically strong, bounded per call.
final class WasiRandom {
  private static final SecureRandom SOURCE = new SecureRandom();

  private final Vm vm;

  WasiRandom(Vm vm) {
    this.vm = vm;
  }

  int fill(int pointer, int length) {
    GuestMemory memory = vm.memory();
    if (Integer.compareUnsigned(length, AbiLimits.MAX_RANDOM_BYTES) > 0) {
      return Errno.INVAL;
    }
    if (!memory.contains(pointer, length)) {
      return Errno.FAULT;
    }
    byte[] bytes = new byte[length];
    SOURCE.nextBytes(bytes);
    memory.write(pointer, bytes, 0, length);
    return Errno.SUCCESS;
  }
}
