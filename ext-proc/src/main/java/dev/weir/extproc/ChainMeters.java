package dev.weir.extproc;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.record.End;
import dev.weir.extproc.record.Outcome;
import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.record.StreamSink;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
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
  private final Map<Answered, Timer> answers = new ConcurrentHashMap<>();
  private final Map<Ended, Timer> streams = new ConcurrentHashMap<>();

  private record Answered(String chain, Answer.Kind phase, Outcome result) {}

  private record Ended(String chain, End end, Outcome result) {}

  ChainMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public boolean readsExchange() {
    return false;
  }

  @Override
  public void answered(StreamRecord stream, Answer.Kind kind, Outcome outcome, long nanos) {
    answers
        .computeIfAbsent(new Answered(stream.origin().chain(), kind, outcome), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Answered what) {
    return Timer.builder("weir.extproc.answer")
        .description("from a proxy's message to the answer")
        .tags("chain", what.chain(), "phase", label(what.phase()), "result", label(what.result()))
        .serviceLevelObjectives(ANSWER_BOUNDS)
        .register(meters);
  }

  @Override
  public void ended(StreamRecord stream) {
    streams
        .computeIfAbsent(
            new Ended(stream.origin().chain(), stream.end(), stream.outcome()), this::timer)
        .record(stream.duration());
  }

  private Timer timer(Ended what) {
    return Timer.builder("weir.extproc.stream")
        .description("from the begin of a stream to its end")
        .tags("chain", what.chain(), "end", label(what.end()), "result", label(what.result()))
        .serviceLevelObjectives(STREAM_BOUNDS)
        .register(meters);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
