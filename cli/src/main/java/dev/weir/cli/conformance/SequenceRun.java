package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.Field;
import dev.weir.cli.conformance.probe.Message;
import dev.weir.cli.conformance.probe.ProbeClient;
import dev.weir.cli.conformance.probe.ProbeLog;
import dev.weir.cli.conformance.probe.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs one case with several plugins. Its outcome is the status of each answer in the order in
/// which they came, then the callbacks, each after the name of its plugin.
final class SequenceRun {
  /// How long the end of a stream may take to show in the log after the client has its answer.
  private static final Duration END_PATIENCE = Duration.ofSeconds(1);

  /// How long the first callback of a request that is held may take.
  private static final Duration HOLD_PATIENCE = Duration.ofSeconds(2);

  /// How long a failed plugin may be away. Envoy starts a VM no sooner than 1 s to 1.5 s after it
  /// did so last, and only when there is a request for it.
  static final Duration RELOAD_PATIENCE = Duration.ofSeconds(10);

  static final Duration RELOAD_POLL = Duration.ofMillis(50);

  /// What is answered for a plugin that failed or is away. Its stream has no end in the log.
  private static final String FAILED = "503";

  private static final Duration CHANGE_PATIENCE = Duration.ofSeconds(30);
  private static final Duration CHANGE_POLL = Duration.ofMillis(20);
  private static final String SHOW_CONFIGURATION = "rh=configuration()";

  private final Target target;
  private final ProbeClient client;
  private final String id;
  private final List<String> answers = new ArrayList<>();
  private final List<String> callbacks = new ArrayList<>();

  /// A part of the case between two changes has an id of its own.
  private String part = "";

  private int parts;
  private int ended;

  /// @param id of the case
  SequenceRun(Target target, ProbeClient client, String id) {
    this.target = target;
    this.client = client;
    this.id = id;
  }

  Outcome run(Sequence sequence) throws IOException, InterruptedException {
    begin();
    run(sequence.steps());
    keepCallbacks();
    List<String> lines = new ArrayList<>(answers);
    lines.addAll(callbacks);
    return new Outcome(String.join("\n", lines));
  }

  private void run(List<Step> steps) throws IOException, InterruptedException {
    for (Step step : steps) {
      switch (step) {
        case Step.Exchange exchange -> run(exchange);
        case Step.Change change -> run(change);
      }
    }
  }

  private void run(Step.Exchange exchange) throws IOException, InterruptedException {
    try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = beside.submit(() -> sendUntil(exchange));
      if (!exchange.meanwhile().isEmpty()) {
        target.log().awaitEvent(exchange.plugin() + " ", HOLD_PATIENCE);
        run(exchange.meanwhile());
      }
      String status = answer.get();
      answers.add("%s %s".formatted(exchange.plugin(), status));
      if (!status.equals(FAILED)) {
        target.log().await(++ended, END_PATIENCE);
      }
    } catch (ExecutionException e) {
      throw new IOException("conformance: " + exchange.shown(), e.getCause());
    }
  }

  /// The status of the answer: of the last one, where the request is repeated.
  private String sendUntil(Step.Exchange exchange) throws InterruptedException {
    long until = System.nanoTime() + RELOAD_PATIENCE.toNanos();
    while (true) {
      String status = status(send(exchange));
      boolean wanted = exchange.until().map(status::equals).orElse(true);
      if (wanted || System.nanoTime() > until) {
        return status;
      }
      Thread.sleep(RELOAD_POLL);
    }
  }

  private static String status(Optional<Received> answer) {
    return answer.filter(Received::whole).map(Received::start).orElse("no answer");
  }

  private Optional<Received> send(Step.Exchange exchange) throws InterruptedException {
    String own = ProbeLog.id(part, exchange.plugin());
    return client.send(
        target.ports().http(),
        Message.to("/%s/".formatted(exchange.plugin())),
        List.of(
            new Field("x-probe-id", own), new Field("x-probe", exchange.script() + "|dl=ret(0)")));
  }

  private void run(Step.Change change) throws IOException, InterruptedException {
    keepCallbacks();
    String before = configuration(change.plugin());
    target.change(change.plugin(), change.spec());
    long until = System.nanoTime() + CHANGE_PATIENCE.toNanos();
    String now = before;
    while (now.isEmpty() || now.equals(before)) {
      if (System.nanoTime() > until) {
        throw new IOException(
            "conformance: %s: not in force within %d s"
                .formatted(change.shown(), CHANGE_PATIENCE.toSeconds()));
      }
      Thread.sleep(CHANGE_POLL);
      now = configuration(change.plugin());
    }
    begin();
  }

  /// What the plugin is configured with; empty if no request reaches it.
  private String configuration(String plugin) throws InterruptedException {
    begin();
    var _ = send(new Step.Exchange(plugin, SHOW_CONFIGURATION, List.of(), Optional.empty()));
    return String.join("\n", target.log().await(1, END_PATIENCE));
  }

  private void begin() {
    part = id + "." + ++parts;
    ended = 0;
    target.log().start(part);
  }

  private void keepCallbacks() {
    callbacks.addAll(target.log().lines());
  }
}
