package dev.weir.xds.fleet;

import dev.weir.model.Digest;
import dev.weir.xds.compile.Contents;
import dev.weir.xds.compile.EnvoyVersion;
import dev.weir.xds.compile.HostRetries;
import dev.weir.xds.compile.ProxyNode;
import dev.weir.xds.compile.TypeUrls;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.status.Failure;
import dev.weir.xds.store.Catalog;
import dev.weir.xds.store.CompiledResources;
import dev.weir.xds.stream.Resource;
import dev.weir.xds.stream.View;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Listeners, routes, clusters, endpoints and secrets per proxy: those of the documents that select
/// it, and Weir's own cluster. Proxies that the same documents select share one set.
final class ProxyViews {
  private final Catalog catalog;
  private final Timer timer;
  private final Map<String, Failure> hidden = new HashMap<>();
  private final Map<Key, Map<String, View>> sets = new HashMap<>();
  private final Cluster cluster;
  private final List<Resource> secrets;
  private final Endpoints endpoints;

  /// Digests suffice; the documents themselves are large.
  private record Key(List<Digest> documents, EnvoyVersion features) {}

  private record Fixed(Map<String, Resource> resources) implements View {
    @Override
    public Set<String> names() {
      return resources.keySet();
    }

    @Override
    public Optional<Resource> find(String name) {
      return Optional.ofNullable(resources.get(name));
    }
  }

  /// The documents' own assignments beside the hosts'.
  private record Assignments(Map<String, Resource> resources, Endpoints hosts) implements View {
    @Override
    public Set<String> names() {
      return resources.keySet();
    }

    @Override
    public Optional<Resource> find(String name) {
      return Optional.ofNullable(resources.get(name));
    }

    @Override
    public boolean keeps(String name, String version) {
      return name.equals(ExtProcCluster.NAME) && hosts.keeps(version);
    }
  }

  ProxyViews(Catalog catalog, ExtProcCluster hosts, Endpoints endpoints, Timer timer) {
    this.catalog = catalog;
    this.endpoints = endpoints;
    this.cluster = hosts.cluster();
    this.secrets =
        hosts.secrets().stream()
            .map(secret -> Contents.resource(secret.getName(), secret))
            .toList();
    this.timer = timer;
  }

  /// The documents have changed.
  void clear() {
    sets.clear();
    hidden.clear();
  }

  /// The endpoints have changed.
  void renew() {
    sets.clear();
  }

  /// What `proxy` is to have of a type.
  View of(ProxyNode proxy, String typeUrl) {
    List<CompiledResources> documents =
        catalog.resources().stream()
            .flatMap(entry -> entry.good().stream())
            .filter(document -> proxy.isSelectedBy(document.document()))
            .toList();
    EnvoyVersion features = proxy.version().features();
    Key key = new Key(documents.stream().map(CompiledResources::digest).toList(), features);
    return sets.computeIfAbsent(key, _ -> merge(documents, features))
        .getOrDefault(typeUrl, View.EMPTY);
  }

  /// Where two documents name one resource, the first by name wins.
  private Map<String, View> merge(List<CompiledResources> documents, EnvoyVersion features) {
    Map<String, Map<String, Resource>> all = new HashMap<>();
    Map<String, String> owners = new HashMap<>();
    for (CompiledResources document : documents) {
      document
          .of(features)
          .forEach((type, resources) ->
              resources.forEach((name, resource) -> {
                String owner = owners.putIfAbsent(type + name, document.name());
                if (owner == null) {
                  all.computeIfAbsent(type, _ -> new LinkedHashMap<>()).put(name, resource);
                } else {
                  hide(document, type, name, owner);
                }
              }));
    }
    all.computeIfAbsent(TypeUrls.CLUSTER, _ -> new LinkedHashMap<>())
        .put(
            ExtProcCluster.NAME,
            Contents.resource(ExtProcCluster.NAME, HostRetries.in(cluster, features)));
    all.computeIfAbsent(TypeUrls.ENDPOINTS, _ -> new LinkedHashMap<>())
        .put(ExtProcCluster.NAME, endpoints.newest());
    for (Resource secret : secrets) {
      all.computeIfAbsent(TypeUrls.SECRET, _ -> new LinkedHashMap<>()).put(secret.name(), secret);
    }
    Map<String, View> views = new HashMap<>();
    all.forEach((type, resources) ->
        views.put(
            type,
            type.equals(TypeUrls.ENDPOINTS)
                ? new Assignments(resources, endpoints)
                : new Fixed(resources)));
    return views;
  }

  private void hide(CompiledResources document, String type, String name, String owner) {
    String text =
        "%s: %s '%s' is in %s as well, which is served (expected: one document per name and proxy)"
            .formatted(document.file(), FleetMeters.wordOf(type), name, owner);
    hidden.putIfAbsent(document.name(), new Failure(text, timer.now(), document.file()));
  }

  /// Why something of this document is not served to some proxy that it selects.
  Optional<Failure> hidden(String document) {
    return Optional.ofNullable(hidden.get(document));
  }
}
