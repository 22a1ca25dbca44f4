package dev.weir.proxywasm.wasi;

import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.GuestMemory;
import dev.weir.proxywasm.context.Vm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The configured environment, sorted by name; never the host's own.
final class WasiEnvironment {
  private final Vm vm;
  private final List<byte[]> variables = new ArrayList<>();
  private int byteSize;

  WasiEnvironment(Vm vm) {
    this.vm = vm;
    new TreeMap<>(vm.spec().environment())
        .forEach((name, value) -> {
          byte[] variable = (name + "=" + value + "\0").getBytes(StandardCharsets.UTF_8);
          variables.add(variable);
          byteSize += variable.length;
        });
  }

  int sizes(int countAt, int byteSizeAt) {
    return vm.memory().storeWords(countAt, variables.size(), byteSizeAt, byteSize) == ProxyStatus.OK
        ? Errno.SUCCESS
        : Errno.FAULT;
  }

  int get(int pointersAt, int bytesAt) {
    GuestMemory memory = vm.memory();
    if (!memory.contains(pointersAt, variables.size() * Integer.BYTES)
        || !memory.contains(bytesAt, byteSize)) {
      return Errno.FAULT;
    }
    int pointerAt = pointersAt;
    int at = bytesAt;
    for (byte[] variable : variables) {
      memory.storeInt(pointerAt, at);
      memory.write(at, variable, 0, variable.length);
      pointerAt += Integer.BYTES;
      at += variable.length;
    }
    return Errno.SUCCESS;
  }
}
