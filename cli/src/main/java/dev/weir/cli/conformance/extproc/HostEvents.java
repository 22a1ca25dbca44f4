package dev.weir.cli.conformance.extproc;

import dev.weir.cli.conformance.probe.ProbeLog;
import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.load.LoadObserver;
import dev.weir.extproc.load.PluginMeter;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.stream.StreamObserver;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.service.PluginLog;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What happens in the host in one case: the probe's log, what was refused or left out, and what is
/// still open. Called on lanes; read by the thread that runs the cases.
final class HostEvents implements StreamObserver, LoadObserver, PluginLog {
  /// Bytes that a plugin and the windows before it hold if nothing pushes back; with some to spare.
  private static final long MUCH = 4 << 20;

  private final ProbeLog log;
  private final Map<String, Integer> counts = new TreeMap<>();
  private boolean instanceFailed;
  private long streamsOpened;
  private long streams;
  private long contexts;
  private long heldBytes;
  private long mostHeld;

  HostEvents(ProbeLog log) {
    this.log = log;
  }

  synchronized void start() {
    counts.clear();
    mostHeld = 0;
    instanceFailed = false;
  }

  /// What was refused or left out, as `* what` and how often.
  synchronized List<String> lines() {
    if (mostHeld > MUCH) {
      count("%d bytes held".formatted(mostHeld));
    }
    return counts.entrySet().stream()
        .map(entry -> "* " + entry.getKey() + (entry.getValue() > 1 ? " x" + entry.getValue() : ""))
        .toList();
  }

  /// Waits until no stream, no context and no byte is left.
  ///
  /// @return what is left all the same; empty if nothing is
  synchronized String awaitEnd(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (streams > 0 || contexts > 0 || heldBytes > 0) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return "%d streams, %d contexts, %d held bytes are left"
            .formatted(streams, contexts, heldBytes);
      }
      wait(left);
    }
    return "";
  }

  /// Since the host started.
  synchronized long streamsOpened() {
    return streamsOpened;
  }

  /// Whether an instance failed: its plugin takes no exchange until another one runs.
  synchronized boolean instanceFailed() {
    return instanceFailed;
  }

  /// Something whose number is a matter of how a body is cut into pieces.
  private synchronized void note(String what) {
    counts.put(what, 1);
  }

  private synchronized void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  @Override
  public LogLevel level(String plugin) {
    return LogLevel.TRACE;
  }

  @Override
  public void log(String plugin, LogLevel level, String message) {
    log.accept(plugin.equals("probe") ? "" : plugin + " ", message);
  }

  @Override
  public void stalled(String plugin, String callback) {
    count("stalled in " + callback);
  }

  @Override
  public synchronized void streamOpened() {
    streams++;
    streamsOpened++;
  }

  @Override
  public synchronized void streamEnded() {
    streams--;
    notifyAll();
  }

  @Override
  public synchronized void held(long moreBytes) {
    heldBytes += moreBytes;
    mostHeld = Math.max(mostHeld, heldBytes);
    notifyAll();
  }

  @Override
  public void chainUnknown(String name) {
    count("unknown chain");
  }

  @Override
  public void answered(Answer.Kind kind) {
    if (kind == Answer.Kind.MORE_TIME) {
      count("more time asked for");
    }
  }

  @Override
  public synchronized void pluginFailed(String plugin, PluginException failure) {
    count("failed: " + failure.getClass().getSimpleName());
    instanceFailed |= !(failure instanceof PluginException.Unavailable);
  }

  @Override
  public void protocolViolated() {
    count("the proxy broke the protocol");
  }

  @Override
  public void dropped(String chain, Drops.Reason reason) {
    note("dropped: " + reason.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void dropped(String plugin, String what) {
    count("dropped: " + what);
  }

  @Override
  public PluginMeter meter(String plugin) {
    return new PluginMeter() {
      @Override
      public void opened() {
        addContexts(1);
      }

      @Override
      public void closed() {
        addContexts(-1);
      }

      @Override
      public void called(Direction direction, Part part, long nanos) {}
    };
  }

  private synchronized void addContexts(int more) {
    contexts += more;
    notifyAll();
  }
}
