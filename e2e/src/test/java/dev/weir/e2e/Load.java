package dev.weir.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Clients that send one request after the other until they are told to stop.
final class Load implements AutoCloseable {
  private static final int MOST_FAULTS = 20;

  private final AtomicLong sent = new AtomicLong();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private Load() {}

  /// @param request sends one request and says what was wrong with it; empty if nothing was
  static Load start(int clients, int port, Function<Client, String> request) {
    Load load = new Load();
    for (int i = 0; i < clients; i++) {
      load.threads.add(Thread.ofPlatform().name("load-" + i).start(() -> load.run(port, request)));
    }
    return load;
  }

  private void run(int port, Function<Client, String> request) {
    try (Client client = new Client(port)) {
      while (!stopped) {
        note(request, client);
        sent.incrementAndGet();
      }
    }
  }

  private void note(Function<Client, String> request, Client client) {
    String fault;
    try {
      fault = request.apply(client);
    } catch (RuntimeException e) {
      fault = e.toString();
    }
    if (!fault.isEmpty() && faults.size() < MOST_FAULTS) {
      faults.add(fault);
    }
  }

  long sent() {
    return sent.get();
  }

  /// What was wrong with answers so far, at most the first few.
  List<String> faults() {
    return List.copyOf(faults);
  }

  /// Returns when the last answer is here.
  ///
  /// @return what was wrong with answers, at most the first few
  List<String> stop() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return faults();
  }

  @Override
  public void close() {
    stop();
  }
}
