package dev.weir.xds.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.WasmPlugin;
import dev.weir.model.document.Document;
import dev.weir.xds.module.ModuleFactsSource;
import dev.weir.xds.support.FakeModules;
import dev.weir.xds.support.Golden;
import dev.weir.xds.support.Yaml;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plugins to slots and chains. A case whose name ends in `-1.36` is compiled for that Envoy, one
/// whose name begins with `network` for TCP connections.
class SlotCompilerTest {
  static List<String> cases() {
    return Golden.cases(SlotCompiler.class);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void compiles(String name) {
    EnvoyVersion version =
        name.endsWith("-1.36") ? new EnvoyVersion(1, 36, 4) : new EnvoyVersion(1, 40, 0);
    List<Link> links = links(Golden.in(SlotCompiler.class, name));

    Position position = name.startsWith("network") ? Position.NETWORK : Position.AUTHN;
    SlotPlan plan = SlotCompiler.compile(position, links, version);

    Golden.check(SlotCompiler.class, name, text(plan));
  }

  @Test
  void doesNothingWithoutPlugins() {
    SlotPlan plan = SlotCompiler.compile(Position.STATS, List.of(), EnvoyVersion.LEVELS.getFirst());

    assertThat(plan.content()).isEqualTo(SlotCompiler.passThrough("weir.stats"));
    assertThat(plan.chains()).isEmpty();
  }

  private static List<Link> links(String yaml) {
    return Yaml.documents(yaml).stream()
        .map(document -> link((Document.Valid) document))
        .sorted(Comparator.comparing(Link::plugin, WasmPlugin.CHAIN_ORDER))
        .toList();
  }

  /// A plugin named `never-ran` has no version.
  private static Link link(Document.Valid document) {
    WasmPlugin plugin = (WasmPlugin) document.resource();
    if (plugin.key().name().equals("never-ran")) {
      return new Link.Unavailable(plugin, "no such file");
    }
    ModuleFactsSource.Answer.Found found =
        (ModuleFactsSource.Answer.Found)
            new FakeModules().find(plugin.module().url(), Optional.empty());
    return new Link.Running(
        new PluginVersion(plugin, document.digest(), found.facts(), "plugins.yaml"));
  }

  private static String text(SlotPlan plan) {
    StringBuilder text = new StringBuilder();
    plan.refusals()
        .forEach(refusal ->
            text.append("# refused: %s: %s\n".formatted(refusal.plugin(), refusal.reason())));
    text.append("# slot, fails %s\n".formatted(plan.failsOpen() ? "open" : "closed"));
    text.append(Printed.of(plan.content().body()));
    plan.chains().forEach(chain -> text.append("# chain\n").append(Printed.of(chain)));
    return text.toString();
  }
}
