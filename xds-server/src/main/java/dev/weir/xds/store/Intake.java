package dev.weir.xds.store;

import dev.weir.model.Digest;
import dev.weir.model.EnvoyResources;
import dev.weir.model.PluginType;
import dev.weir.model.WasmPlugin;
import dev.weir.model.document.Document;
import dev.weir.model.document.Problem;
import dev.weir.xds.compile.EnvoyVersion;
import dev.weir.xds.compile.PluginVersion;
import dev.weir.xds.compile.ResourcesCompiler;
import dev.weir.xds.module.ModuleFacts;
import dev.weir.xds.module.ModuleFactsSource;
import dev.weir.xds.stream.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks at documents before they reach the owner: finds modules, compiles what depends on the
/// document alone. What has not changed since the last time is not compiled again.
///
/// Not thread-safe: one thread publishes at a time.
public final class Intake {
  private static final String DEAF =
      "module: no callback for TCP connections (expected with type NETWORK: proxy_on_new_connection, proxy_on_downstream_data or another)";

  private final ModuleFactsSource modules;
  private Map<String, Publication.Entry> earlier = Map.of();

  public Intake(ModuleFactsSource modules) {
    this.modules = modules;
  }

  /// Looks at the whole set.
  public Publication read(Collection<? extends Document> documents) {
    List<Publication.Entry> entries = new ArrayList<>();
    Map<String, Publication.Entry> compiled = new HashMap<>();
    for (Document document : documents) {
      entries.add(
          switch (document) {
            case Document.Invalid invalid ->
                new Publication.Entry.Refused(
                    invalid.key(), invalid.source().fileName(), Optional.empty(), invalid.text());
            case Document.Valid valid -> read(valid, compiled);
          });
    }
    earlier = compiled;
    return new Publication(entries);
  }

  private Publication.Entry read(Document.Valid document, Map<String, Publication.Entry> compiled) {
    return switch (document.resource()) {
      case WasmPlugin plugin -> plugin(document, plugin);
      case EnvoyResources resources -> {
        // lines are part of the errors, so the place counts as well
        String key = document.digest().hex() + document.source();
        Publication.Entry entry =
            earlier.containsKey(key) ? earlier.get(key) : resources(document, resources);
        compiled.put(key, entry);
        yield entry;
      }
    };
  }

  private Publication.Entry plugin(Document.Valid document, WasmPlugin plugin) {
    String file = document.source().fileName();
    Optional<Digest> expected = plugin.module().sha256();
    return switch (modules.find(plugin.module().url(), expected)) {
      case ModuleFactsSource.Answer.Found(var facts) ->
          isDeaf(plugin, facts)
              ? refused(document, plugin, DEAF)
              : new Publication.Entry.Plugin(
                  new PluginVersion(plugin, document.digest(), facts, file));
      case ModuleFactsSource.Answer.Refused(String reason) -> refused(document, plugin, reason);
    };
  }

  /// Whether the plugin would see all TCP connections and say nothing to any.
  private static boolean isDeaf(WasmPlugin plugin, ModuleFacts facts) {
    return plugin.order().type() == PluginType.NETWORK && !facts.seesConnections();
  }

  private static Publication.Entry refused(
      Document.Valid document, WasmPlugin plugin, String reason) {
    return new Publication.Entry.Refused(
        document.key(),
        document.source().fileName(),
        Optional.of(plugin),
        document.source().problem("spec.url", reason).toString());
  }

  private static Publication.Entry resources(Document.Valid document, EnvoyResources resources) {
    Map<EnvoyVersion, Map<String, Map<String, Resource>>> byFeatures = new HashMap<>();
    for (EnvoyVersion version : EnvoyVersion.LEVELS) {
      switch (ResourcesCompiler.compile(resources, document.source(), version)) {
        case ResourcesCompiler.Outcome.Compiled(var compiled) -> byFeatures.put(version, compiled);
        case ResourcesCompiler.Outcome.Refused(var problems) -> {
          return new Publication.Entry.Refused(
              document.key(), document.source().fileName(), Optional.empty(), text(problems));
        }
      }
    }
    return new Publication.Entry.Resources(
        new CompiledResources(
            resources, document.digest(), document.source().fileName(), byFeatures));
  }

  private static String text(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }
}
