package dev.weir.xds.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.document.Document;
import dev.weir.xds.support.Golden;
import dev.weir.xds.support.Yaml;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Envoy's own resources, with slots put in. A case whose name ends in `-1.36` is compiled for that
/// Envoy.
class ResourcesCompilerTest {
  static List<String> cases() {
    return Golden.cases(ResourcesCompiler.class);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void compiles(String name) {
    EnvoyVersion version =
        name.endsWith("-1.36") ? new EnvoyVersion(1, 36, 4) : new EnvoyVersion(1, 40, 0);
    Document.Valid document =
        (Document.Valid) Yaml.documents(Golden.in(ResourcesCompiler.class, name)).getFirst();

    ResourcesCompiler.Outcome outcome = ResourcesCompiler.compile(document, version);

    Golden.check(ResourcesCompiler.class, name, text(outcome));
  }

  private static String text(ResourcesCompiler.Outcome outcome) {
    return switch (outcome) {
      case ResourcesCompiler.Outcome.Refused(var problems) ->
          problems.stream().map(problem -> "# " + problem + "\n").collect(Collectors.joining());
      case ResourcesCompiler.Outcome.Compiled(var types) ->
          types.values().stream()
              .flatMap(resources -> resources.values().stream())
              .map(resource -> "# %s\n%s".formatted(resource.name(), Printed.of(resource.body())))
              .collect(Collectors.joining());
    };
  }

  @Test
  void givesEqualContentEqualVersions() {
    Document.Valid document = (Document.Valid) Yaml.documents(Yaml.ENVOY).getFirst();
    Document.Valid again = (Document.Valid) Yaml.documents("# the same\n" + Yaml.ENVOY).getFirst();
    EnvoyVersion version = new EnvoyVersion(1, 40, 0);

    assertThat(ResourcesCompiler.compile(again, version))
        .isEqualTo(ResourcesCompiler.compile(document, version));
  }
}
