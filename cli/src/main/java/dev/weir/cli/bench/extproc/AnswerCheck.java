package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.bench.report.Slice;
import java.util.ArrayList;
import java.util.List;

/// What speaks against a slice: requests that failed, and answers that were not what the filter
/// makes of them. A fast setup that does not do the work must not win.
record AnswerCheck(Setup setup, Scenario scenario) {
  /// Requests that failed; empty where the slice counts.
  List<String> faultsIn(Slice slice) {
    var load = slice.load();
    return load.answered() > 0 && load.faults().none()
        ? List.of()
        : List.of("%s: %d answers, %s".formatted(setup.title(), load.answered(), load.faults()));
  }

  /// The filter's mark missing where the filter runs, or there where it does not, and bodies of
  /// another size than was sent; seen at the origin for requests and at the client for answers. Not
  /// looked for in a slice with failed requests, which does not count anyhow: an answer that the
  /// proxy made itself has neither.
  List<String> wrongAnswersIn(Slice slice) {
    if (!slice.load().faults().none()) {
      return List.of();
    }
    var wrong = new ArrayList<String>();
    var seen = slice.seen();
    var load = slice.load();
    boolean marksAnswers = setup.runsTheFilter() && scenario.filter().seesResponses();
    var traffic = scenario.traffic();
    checkMarks(wrong, "requests", seen.requests(), seen.marked(), setup.runsTheFilter());
    checkMarks(wrong, "answers", load.answered(), load.marked(), marksAnswers);
    checkBytes(wrong, "requests", seen.requests() * traffic.requestBytes(), seen.bodyBytes());
    checkBytes(wrong, "answers", load.answered() * traffic.answerBytes(), load.bodyBytes());
    return wrong;
  }

  private void checkMarks(
      List<String> wrong, String what, long all, long marked, boolean filtered) {
    long expected = filtered ? all : 0;
    if (marked != expected) {
      wrong.add(
          "%s, %s: %d of %d %s carry the filter's mark (expected: %d)"
              .formatted(setup.title(), scenario.title(), marked, all, what, expected));
    }
  }

  private void checkBytes(List<String> wrong, String what, long expected, long found) {
    if (found != expected) {
      wrong.add(
          "%s, %s: bodies of all %s: %d bytes (expected: %d)"
              .formatted(setup.title(), scenario.title(), what, found, expected));
    }
  }
}
