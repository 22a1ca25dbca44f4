package dev.weir.cli.bench.extproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.bench.load.Faults;
import dev.weir.cli.bench.load.LoadResult;
import dev.weir.cli.bench.load.Origin;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.bench.report.Slice;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class AnswerCheckTest {
  private final AnswerCheck weir = new AnswerCheck(Setup.WEIR, Scenario.BOTH_HEADERS);
  private final AnswerCheck noop = new AnswerCheck(Setup.NOOP_GO, Scenario.BOTH_HEADERS);

  @Test
  void acceptsASliceInWhichTheFilterDidItsWork() {
    var slice = slice(100, 100, 100, Faults.NONE);

    assertThat(weir.faultsIn(slice)).isEmpty();
    assertThat(weir.wrongAnswersIn(slice)).isEmpty();
  }

  @Test
  void noticesOneRequestThatTheFilterDidNotTouch() {
    assertThat(weir.wrongAnswersIn(slice(100, 100, 99, Faults.NONE)))
        .containsExactly(
            "Weir, B: request and response headers: 99 of 100 requests carry the filter's mark"
                + " (expected: 100)");
  }

  @Test
  void noticesAnswersThatTheFilterDidNotTouch() {
    assertThat(weir.wrongAnswersIn(slice(100, 0, 100, Faults.NONE)))
        .singleElement()
        .asString()
        .contains("0 of 100 answers");
  }

  @Test
  void noticesABodyThatDidNotArriveWhole() {
    var check = new AnswerCheck(Setup.WEIR, Scenario.BUFFERED_4K);

    assertThat(check.wrongAnswersIn(slice(100, 100, 100, Faults.NONE)))
        .containsExactly(
            "Weir, C: 4 KiB each way, buffered: bodies of all requests: 0 bytes (expected: 409600)",
            "Weir, C: 4 KiB each way, buffered: bodies of all answers: 600 bytes"
                + " (expected: 409600)");
  }

  @Test
  void noticesAMarkWhereNoFilterRuns() {
    assertThat(noop.wrongAnswersIn(slice(100, 1, 0, Faults.NONE))).hasSize(1);
  }

  @Test
  void expectsUntouchedAnswersWhereOnlyRequestsAreAskedFor() {
    var check = new AnswerCheck(Setup.OWN_VM, Scenario.REQUEST_HEADERS);

    assertThat(check.wrongAnswersIn(slice(100, 0, 100, Faults.NONE))).isEmpty();
  }

  @Test
  void looksForNoMarksWhereRequestsFailed() {
    assertThat(weir.wrongAnswersIn(slice(100, 99, 99, new Faults(1, 0, 0)))).isEmpty();
  }

  @Test
  void discardsASliceWithAFailedRequestOrWithoutAnswers() {
    assertThat(weir.faultsIn(slice(100, 100, 100, new Faults(1, 0, 0))))
        .containsExactly("Weir: 100 answers, 1 non-2xx, 0 lost connections, 0 timeouts");
    assertThat(weir.faultsIn(slice(0, 0, 0, Faults.NONE))).hasSize(1);
  }

  private static Slice slice(
      long answered, long markedAnswers, long markedRequests, Faults faults) {
    var load =
        new LoadResult(
            answered, markedAnswers, 6 * answered, Duration.ofSeconds(1), new Histogram(3), faults);
    return new Slice(
        load,
        new Origin.Seen(answered, markedRequests, 0),
        Slice.Usage.NOTHING,
        Slice.Usage.NOTHING);
  }
}
