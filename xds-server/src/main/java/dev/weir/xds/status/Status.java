package dev.weir.xds.status;

import java.util.List;

/// What the fleet does with the published documents, at one moment. Immutable.
///
/// @param published whether a first set of documents has been published
/// @param plugins one per WasmPlugin document, by name
/// @param resources one per EnvoyResources document, by name
/// @param problems documents that cannot even be told apart: unreadable files, unknown kinds
/// @param proxies by node id; one that went away stays for a while, marked as not connected
/// @param hosts ext-proc hosts, by node id
/// @param chains that hosts are given, the newest of a slot last
public record Status(
    boolean published,
    List<PluginState> plugins,
    List<ResourcesState> resources,
    List<Failure> problems,
    List<ProxyState> proxies,
    List<HostState> hosts,
    List<ChainNeeds> chains) {
  /// Before the first publish.
  public static final Status EMPTY =
      new Status(false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public Status {
    plugins = List.copyOf(plugins);
    resources = List.copyOf(resources);
    problems = List.copyOf(problems);
    proxies = List.copyOf(proxies);
    hosts = List.copyOf(hosts);
    chains = List.copyOf(chains);
  }
}
