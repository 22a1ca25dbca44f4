package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.conformance.Conformance.Result;
import dev.weir.cli.conformance.extproc.ExtProcConformance;
import dev.weir.cli.envoy.EnvoyFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Every case of `docs/conformance-ext-proc.md`, in every mode that it names.
@Isolated("some modes have timeouts of a few milliseconds")
class ExtProcConformanceIT {
  /// A machine that is too busy for the timeouts of some modes fails cases which pass by
  /// themselves: what failed is run once more, alone.
  @Test
  void everyCaseCausesWhatItIsToCause() throws Exception {
    List<Result> failed = new ArrayList<>();
    for (Result result : run("", "")) {
      if (!result.passed()) {
        failed.addAll(run(result.name(), result.host()));
      }
    }

    assertThat(failed).filteredOn(result -> !result.passed()).extracting(Result::report).isEmpty();
  }

  private static List<Result> run(String name, String mode) throws Exception {
    var envoy = EnvoyFinder.of(System.getenv(), _ -> {}).find(Optional.empty());
    Path probe = Repository.path("filters/probe/probe.wasm");
    return new ExtProcConformance(probe, envoy.path(), _ -> {}).run(name, mode);
  }
}
