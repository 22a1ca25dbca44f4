package dev.weir.proxywasm.wasi;

/// A guest called `proc_exit` outside of its initialisation; traps it, the process goes on.
final class GuestExit extends RuntimeException {
  GuestExit(int code) {
    super("proc_exit(%d) called".formatted(code));
  }
}
