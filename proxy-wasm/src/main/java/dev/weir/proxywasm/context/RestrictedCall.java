package dev.weir.proxywasm.context;

/// A guest made a hostcall at a moment when the ABI forbids it; traps the guest.
public final class RestrictedCall extends RuntimeException {
  public RestrictedCall(String hostcall, String moment) {
    super(
        "%s called %s (expected: only log, clock and WASI output there)"
            .formatted(hostcall, moment));
  }
}
