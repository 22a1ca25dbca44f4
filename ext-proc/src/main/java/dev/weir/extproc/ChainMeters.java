package dev.weir.extproc;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.record.End;
import dev.weir.extproc.record.Outcome;
import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.record.StreamSink;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// How long answers and streams take, by chain. Chains are those that this host runs, without their
/// revisions, so that there are no more series than slots times phases times results; each is made
/// when it first occurs.
final class ChainMeters implements StreamSink {
  /// From what one header filter takes to the longest that a proxy waits by default.
  private static final Duration[] ANSWER_BOUNDS = {
    Duration.ofNanos(100_000),
    Duration.ofNanos(300_000),
    Duration.ofMillis(1),
    Duration.ofMillis(3),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(200)
  };

  private static final Duration[] STREAM_BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1)
  };

  private final MeterRegistry meters;
  private final Map<String, OfChain> chains = new ConcurrentHashMap<>();

  ChainMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public boolean readsExchange() {
    return false;
  }

  @Override
  public void answered(StreamRecord stream, Answer.Kind kind, Outcome outcome, long nanos) {
    ofChain(stream).answer(kind, outcome).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void ended(StreamRecord stream) {
    ofChain(stream).stream(stream.end(), stream.outcome()).record(stream.duration());
  }

  private OfChain ofChain(StreamRecord stream) {
    return chains.computeIfAbsent(stream.origin().chain(), OfChain::new);
  }

  /// The timers of one chain. Every answer needs one, so they are found by enums alone.
  private final class OfChain {
    private final String chain;
    private final Map<Answer.Kind, Map<Outcome, Timer>> answers = each(Answer.Kind.class);
    private final Map<End, Map<Outcome, Timer>> streams = each(End.class);

    OfChain(String chain) {
      this.chain = chain;
    }

    private static <E extends Enum<E>> Map<E, Map<Outcome, Timer>> each(Class<E> type) {
      Map<E, Map<Outcome, Timer>> all = new EnumMap<>(type);
      for (E value : type.getEnumConstants()) {
        all.put(value, new ConcurrentHashMap<>());
      }
      return all;
    }

    Timer answer(Answer.Kind phase, Outcome result) {
      return Objects.requireNonNull(answers.get(phase))
          .computeIfAbsent(result, _ -> answerTimer(phase, result));
    }

    private Timer answerTimer(Answer.Kind phase, Outcome result) {
      return Timer.builder("weir.extproc.answer")
          .description("from a proxy's message to the answer")
          .tags("chain", chain, "phase", label(phase), "result", label(result))
          .serviceLevelObjectives(ANSWER_BOUNDS)
          .register(meters);
    }

    Timer stream(End end, Outcome result) {
      return Objects.requireNonNull(streams.get(end))
          .computeIfAbsent(result, _ -> streamTimer(end, result));
    }

    private Timer streamTimer(End end, Outcome result) {
      return Timer.builder("weir.extproc.stream")
          .description("from the begin of a stream to its end")
          .tags("chain", chain, "end", label(end), "result", label(result))
          .serviceLevelObjectives(STREAM_BOUNDS)
          .register(meters);
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
