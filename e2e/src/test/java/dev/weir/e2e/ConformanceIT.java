package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.conformance.Conformance;
import dev.weir.cli.conformance.Conformance.Result;
import dev.weir.cli.envoy.EnvoyFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Every case of `docs/conformance.md`.
@Isolated("calls in some cases have timeouts of some milliseconds")
class ConformanceIT {
  @Test
  void everyCaseCausesInWeirWhatItIsToCause() throws Exception {
    assertThat(failed(false)).extracting(Result::report).isEmpty();
  }

  @Test
  @Tag("long")
  void everyCaseCausesWhatItIsToCauseInStrictModeAndInEnvoyToo() throws Exception {
    assertThat(failed(true)).extracting(Result::report).isEmpty();
  }

  /// What a busy machine fails passes by itself: what failed is run once more, alone.
  private static List<Result> failed(boolean alsoEnvoy) throws Exception {
    List<Result> failed = new ArrayList<>();
    for (Result result : run(alsoEnvoy, "")) {
      if (!result.passed()) {
        failed.addAll(run(alsoEnvoy, result.name()));
      }
    }
    return failed.stream().filter(result -> !result.passed()).toList();
  }

  private static List<Result> run(boolean alsoEnvoy, String name) throws Exception {
    var envoy = EnvoyFinder.of(System.getenv(), _ -> {}).find(Optional.empty());
    Path probe = Repository.path("filters/probe/probe.wasm");
    return new Conformance(probe, envoy.path(), _ -> {}).run("proxy-wasm", alsoEnvoy, name);
  }
}
