package dev.weir.e2e;

import java.nio.file.Path;
import java.util.List;

/// Where a Weir under test and its Envoy listen.
record WeirPorts(int proxy, int upstream, int xds, int extProc, int admin, int envoyAdmin) {
  static WeirPorts free() {
    List<Integer> ports = Ports.free(6);
    return new WeirPorts(
        ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4), ports.get(5));
  }

  WeirPorts withAdmin(int port) {
    return new WeirPorts(proxy, upstream, xds, extProc, port, envoyAdmin);
  }

  /// The arguments of `weir up` for these ports.
  List<String> up(Path folder) {
    return List.of(
        "up",
        folder.toString(),
        "--proxy-port=" + proxy,
        "--upstream-port=" + upstream,
        "--xds-port=" + xds,
        "--ext-proc-port=" + extProc,
        "--admin-port=" + admin,
        "--envoy-admin-port=" + envoyAdmin);
  }
}
