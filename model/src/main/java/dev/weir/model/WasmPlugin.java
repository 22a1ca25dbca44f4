package dev.weir.model;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// A filter, the proxies and traffic it is for, and what it may use.
public record WasmPlugin(
    ResourceKey key,
    Scope scope,
    ModuleReference module,
    Configuration configuration,
    Order order,
    Execution execution)
    implements Resource {

  /// The order in which a request meets the plugins of a proxy: by phase; then the higher priority
  /// first, as in Istio; then by name and namespace, so that every replica finds the same order.
  public static final Comparator<WasmPlugin> CHAIN_ORDER =
      Comparator.comparing((WasmPlugin plugin) -> plugin.order().phase())
          .thenComparing(plugin -> plugin.order().priority(), Comparator.reverseOrder())
          .thenComparing(plugin -> plugin.key().name())
          .thenComparing(plugin -> plugin.key().namespace());

  /// Which proxies, listeners and requests.
  ///
  /// @param match the plugin is in the listeners that any of these matches; in all if there is none
  /// @param traffic the plugin sees the requests that any of these matches; all if there is none
  public record Scope(Target target, List<ListenerMatch> match, List<TrafficMatch> traffic) {
    public Scope {
      match = List.copyOf(match);
      traffic = List.copyOf(traffic);
    }
  }

  /// What the module is given.
  ///
  /// @param pluginName the module's root id; empty if it has none
  /// @param pluginConfig canonical JSON text of an object; empty if there is none
  /// @param reads metadata of other filters that it reads, beside what every plugin can
  public record Configuration(
      String pluginName, String pluginConfig, Vm vm, MetadataNamespaces reads) {}

  /// Namespaces of a proxy's dynamic metadata.
  ///
  /// @param untyped of `filter_metadata`
  /// @param typed of `typed_filter_metadata`
  public record MetadataNamespaces(List<String> untyped, List<String> typed) {
    public MetadataNamespaces {
      untyped = List.copyOf(untyped);
      typed = List.copyOf(typed);
    }
  }

  /// The VM that it runs in.
  ///
  /// @param id of a VM that it shares; empty for one of its own
  /// @param configuration canonical JSON text of an object; empty if there is none
  public record Vm(String id, String configuration, List<EnvironmentVariable> environment) {
    public Vm {
      environment = List.copyOf(environment);
    }

    /// The variables whose values stand in the document.
    public SequencedMap<String, String> inlineEnvironment() {
      SequencedMap<String, String> inline = new LinkedHashMap<>();
      for (EnvironmentVariable variable : environment) {
        if (variable instanceof EnvironmentVariable.Inline(String name, String value)) {
          inline.put(name, value);
        }
      }
      return inline;
    }
  }

  /// One variable that the module reads through WASI.
  public sealed interface EnvironmentVariable {
    String name();

    record Inline(String name, String value) implements EnvironmentVariable {}

    /// The value is that of the process which runs the module; absent there, absent for the module.
    record Host(String name) implements EnvironmentVariable {}
  }

  /// Position among the plugins of a proxy.
  public record Order(PluginType type, Phase phase, int priority) {}

  /// How and within which bounds it runs.
  public record Execution(
      Placement placement,
      Compatibility compatibility,
      HeadersPause headersPause,
      FailStrategy failStrategy,
      Limits limits,
      Capabilities capabilities,
      List<Upstream> upstreams) {
    public Execution {
      upstreams = List.copyOf(upstreams);
    }
  }

  /// Istio's `match`: which listeners of a selected proxy.
  ///
  /// @param ports destination ports; empty for every port
  public record ListenerMatch(Direction direction, SortedSet<Integer> ports) {
    public ListenerMatch {
      ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
    }
  }

  /// Istio's `WorkloadMode`.
  public enum Direction {
    /// Outbound; every listener of a gateway.
    CLIENT,
    /// Inbound.
    SERVER,
    CLIENT_AND_SERVER
  }
}
