package dev.weir.extproc.record;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.stream.StreamObserver;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage;
import dev.weir.proxywasm.PluginException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One stream, as it goes. Hears what the host's own observer hears, and passes it on.
///
/// Belongs to the stream's lane until its end is given to the sink; afterwards it does not change.
public final class StreamRecord implements StreamObserver {
  private final Origin origin;
  private final StreamObserver host;
  private final StreamSink sink;
  private final Instant began;
  private final long beganNanos = System.nanoTime();
  private final Side request = new Side();
  private final Side response = new Side();
  private final Map<Answer.Kind, Phase> phases;
  private final Set<String> failedPlugins = new LinkedHashSet<>();
  private final List<PluginVisit> plugins = new ArrayList<>(0);
  private final ExchangeFacts exchange = new ExchangeFacts();
  private long lastReceived = beganNanos;
  private long endedNanos = beganNanos;
  private Outcome outcome = Outcome.CONTINUE;
  private Optional<End> end = Optional.empty();
  private boolean failing;

  /// Where a stream comes from.
  ///
  /// @param chain the chain's name without its revision, `unknown` for one that is not here
  /// @param revision the chain's
  /// @param peer the proxy's IP address; empty on a Unix socket
  /// @param traceParent of the stream's own metadata; empty if there is none
  public record Origin(String chain, String revision, String peer, String traceParent) {}

  /// The answers of one kind.
  ///
  /// @param after how long after the begin of the stream the first one left
  /// @param took between messages and their answers, all in all
  public record Phase(int count, Outcome worst, Duration after, Duration took) {
    Phase with(Outcome next, long nanos) {
      return new Phase(count + 1, worse(worst, next), after, took.plusNanos(nanos));
    }
  }

  /// What the proxy sent of one direction.
  private static final class Side {
    private long received;
    private long bodyBytes;

    void received(long nanos) {
      received = nanos;
    }
  }

  public StreamRecord(Origin origin, StreamObserver host, StreamSink sink) {
    this.origin = origin;
    this.host = host;
    this.sink = sink;
    this.began = sink.readsExchange() ? Instant.now() : Instant.EPOCH;
    this.phases = sink.readsExchange() ? new EnumMap<>(Answer.Kind.class) : Map.of();
  }

  private static Outcome worse(Outcome one, Outcome other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /// A message came, and nobody has seen it yet.
  public void received(ProxyMessage message) {
    lastReceived = System.nanoTime();
    switch (message.part()) {
      case ProxyMessage.Part.Headers(var direction, _, _) -> side(direction).received(lastReceived);
      case ProxyMessage.Part.Trailers(var direction, _) -> side(direction).received(lastReceived);
      case ProxyMessage.Part.Body(var direction, var bytes, _, _) -> {
        side(direction).received(lastReceived);
        side(direction).bodyBytes += bytes.length();
      }
      case ProxyMessage.Part.None(), ProxyMessage.Part.Malformed(_) -> {}
    }
    if (sink.readsExchange()) {
      exchange.add(message);
    }
  }

  private Side side(Direction direction) {
    return direction == Direction.REQUEST ? request : response;
  }

  /// An answer leaves.
  public void sent(Answer answer) {
    long now = System.nanoTime();
    long nanos = now - since(answer.kind());
    Outcome did = outcome(answer);
    failing = false;
    outcome = worse(outcome, did);
    sink.answered(this, answer.kind(), did, nanos);
    if (sink.readsExchange()) {
      Phase known = phases.get(answer.kind());
      phases.put(
          answer.kind(),
          known == null
              ? new Phase(1, did, Duration.ofNanos(now - beganNanos), Duration.ofNanos(nanos))
              : known.with(did, nanos));
    }
  }

  private long since(Answer.Kind kind) {
    return switch (kind) {
      case REQUEST_HEADERS, REQUEST_BODY, REQUEST_TRAILERS -> request.received;
      case RESPONSE_HEADERS, RESPONSE_BODY, RESPONSE_TRAILERS -> response.received;
      default -> lastReceived;
    };
  }

  private Outcome outcome(Answer answer) {
    if (failing) {
      return Outcome.FAILED;
    }
    return switch (answer.kind()) {
      case IMMEDIATE, STREAMED_REPLY -> Outcome.IMMEDIATE;
      default -> answer.changesNothing() ? Outcome.CONTINUE : Outcome.MUTATED;
    };
  }

  /// Somebody ends the stream; who does it first has.
  public void ends(End by) {
    if (end.isEmpty()) {
      end = Optional.of(by);
    }
  }

  @Override
  public void streamOpened() {
    host.streamOpened();
  }

  @Override
  public void streamEnded() {
    endedNanos = System.nanoTime();
    host.streamEnded();
    sink.ended(this);
  }

  @Override
  public void chainUnknown(String name) {
    failing = true;
    host.chainUnknown(name);
  }

  @Override
  public void answered(Answer.Kind kind) {
    host.answered(kind);
  }

  @Override
  public void pluginFailed(String plugin, PluginException failure) {
    failing = true;
    failedPlugins.add(plugin);
    for (PluginVisit visit : plugins) {
      if (visit.plugin().equals(plugin)) {
        visit.came(Outcome.FAILED);
      }
    }
    host.pluginFailed(plugin, failure);
  }

  @Override
  public List<Stage> watched(List<Stage> chain) {
    return sink.readsPlugins(this)
        ? chain.stream().<Stage>map(stage -> new WatchedStage(stage, this::visit)).toList()
        : chain;
  }

  private PluginVisit visit(String plugin) {
    PluginVisit visit = new PluginVisit(plugin, beganNanos);
    plugins.add(visit);
    return visit;
  }

  @Override
  public void dropped(String chain, Drops.Reason reason) {
    host.dropped(chain, reason);
  }

  @Override
  public void held(long moreBytes) {
    host.held(moreBytes);
  }

  @Override
  public void protocolViolated() {
    host.protocolViolated();
  }

  public Origin origin() {
    return origin;
  }

  public ExchangeFacts exchange() {
    return exchange;
  }

  /// When the stream began; the epoch if no sink reads exchanges.
  public Instant began() {
    return began;
  }

  /// From the begin to the end.
  public Duration duration() {
    return Duration.ofNanos(endedNanos - beganNanos);
  }

  /// The worst of its answers.
  public Outcome outcome() {
    return outcome;
  }

  public End end() {
    return end.orElse(End.RESET);
  }

  /// Bytes of body that the proxy sent, of one direction.
  public long bodyBytes(Direction direction) {
    return side(direction).bodyBytes;
  }

  /// In the order of the answers' kinds.
  public Map<Answer.Kind, Phase> phases() {
    return Collections.unmodifiableMap(phases);
  }

  /// What each plugin did, in the order in which the exchange reached them; empty if no sink reads
  /// that.
  public List<PluginVisit> plugins() {
    return Collections.unmodifiableList(plugins);
  }

  /// Plugins that failed, in the order in which they did.
  public Set<String> failedPlugins() {
    return Collections.unmodifiableSet(failedPlugins);
  }
}
