package dev.weir.extproc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.FakeStage;
import dev.weir.extproc.wire.ProxyMessage;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// One stream of one plugin under messages by chance: it ends once, says nothing after its end, and
/// leaves nothing behind.
final class StreamFuzz implements Transport {
  final FakeLane lane = new FakeLane();
  private final EventLog log = new EventLog();
  private final FakeStage plugin;
  private final HttpStream stream;
  private int ends;

  private StreamFuzz(FakeStage plugin, Terms terms, ProxyMessage first) {
    this.plugin = plugin;
    StreamSetup setup = new StreamSetup("slot@1", List.of(plugin), lane, terms, log);
    this.stream = HttpStream.open(setup, first, this);
    stream.onMessage(first);
  }

  static StreamFuzz begin(FakeStage plugin, Terms terms, ProxyMessage first) {
    return new StreamFuzz(plugin, terms, first);
  }

  /// Runs with the seeds from 0 on; a failure names its seed.
  static void each(int runs, Consumer<Random> run) {
    for (long seed = 0; seed < runs; seed++) {
      try {
        run.accept(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  void message(ProxyMessage message) {
    stream.onMessage(message);
  }

  /// The proxy ends it, if nobody has.
  void end() {
    stream.onEnd();
    assertThat(ends).isLessThanOrEqualTo(1);
    assertThat(plugin.closed).isEqualTo(plugin.opened);
    assertThat(log.held).isZero();
    assertThat(lane.scheduled()).isZero();
  }

  @Override
  public void send(Answer answer) {
    assertThat(ends).as("answer after the end").isZero();
  }

  @Override
  public void settled() {}

  @Override
  public void finish() {
    ends++;
  }

  @Override
  public void fail(String reason) {
    assertThat(reason).isNotEmpty();
    ends++;
  }
}
