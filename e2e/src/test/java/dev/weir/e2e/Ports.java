package dev.weir.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Ports for processes that must be told theirs.
///
/// All are below those that the system gives to outgoing connections, one of which could take a
/// port before its process does, and none is given twice.
final class Ports {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private Ports() {}

  static List<Integer> free(int count) {
    return Stream.generate(() -> FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT))
        .filter(Ports::isFree)
        .limit(count)
        .toList();
  }

  /// A free port of the loopback interface, as options take it.
  static String address() {
    return "127.0.0.1:" + free(1).getFirst();
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
