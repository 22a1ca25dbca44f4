package dev.weir.cli.admin;

import dev.weir.cli.api.Api;
import dev.weir.model.PluginType;
import dev.weir.xds.status.Failure;
import dev.weir.xds.status.HostState;
import dev.weir.xds.status.PluginState;
import dev.weir.xds.status.ProxyState;
import dev.weir.xds.status.Status;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The xds-server's status in the words of the admin interface.
public final class Views {
  private Views() {}

  /// Every plugin, and the problems of none.
  public static Api.Plugins plugins(Status status) {
    return new Api.Plugins(
        status.plugins().stream().map(Views::plugin).toList(),
        Stream.concat(
                status.problems().stream(),
                status.resources().stream().flatMap(entry -> entry.lastError().stream()))
            .map(Views::problem)
            .toList());
  }

  static Api.Proxies proxies(Status status) {
    return new Api.Proxies(status.proxies().stream().map(Views::proxy).toList());
  }

  static Api.Chains chains(Status status) {
    return new Api.Chains(
        status.chains().stream()
            .map(needs -> new Api.ChainNeeds(needs.chain(), Api.JSON.readTree(needs.filter())))
            .toList());
  }

  static Api.Hosts hosts(Status status) {
    return new Api.Hosts(status.hosts().stream().map(Views::host).toList());
  }

  private static Api.Plugin plugin(PluginState plugin) {
    PluginState.Reach reach = plugin.reach();
    return new Api.Plugin(
        plugin.name(),
        phase(plugin.place()),
        plugin.place().placement().toString(),
        plugin.revision().served(),
        plugin.revision().wanted(),
        new Api.Count(reach.acked(), reach.matched()),
        new Api.Count(reach.loaded(), reach.hosts()),
        status(plugin),
        plugin.trouble().runtimeFailures(),
        plugin.trouble().last().map(Views::problem));
  }

  private static String phase(PluginState.Place place) {
    return place.type() == PluginType.NETWORK
        ? PluginType.NETWORK.toString()
        : place.phase().toString();
  }

  private static Api.PluginStatus status(PluginState plugin) {
    boolean refused = plugin.trouble().refusal().isPresent();
    if (refused) {
      return plugin.revision().served().isPresent()
          ? Api.PluginStatus.REJECTED
          : Api.PluginStatus.FAILED;
    }
    PluginState.Reach reach = plugin.reach();
    boolean everywhere = reach.acked() == reach.matched() && reach.loaded() == reach.hosts();
    boolean current = plugin.revision().served().equals(plugin.revision().wanted());
    return current && everywhere ? Api.PluginStatus.READY : Api.PluginStatus.UPDATING;
  }

  private static Api.Proxy proxy(ProxyState proxy) {
    return new Api.Proxy(
        proxy.node(),
        proxy.version(),
        proxy.connected(),
        proxy.slots().stream()
            .map(slot -> new Api.Slot(slot.slot(), slot.revision(), word(slot.progress())))
            .toList(),
        problem(proxy.lastError()));
  }

  private static Api.Host host(HostState host) {
    return new Api.Host(
        host.node(),
        host.address(),
        host.connected(),
        host.serving(),
        host.chains().stream()
            .map(chain ->
                new Api.Chain(
                    chain.chain(),
                    word(chain.progress()),
                    chain.openStreams(),
                    problem(chain.lastError())))
            .toList());
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Api.Problem> problem(Optional<Failure> failure) {
    return failure.map(Views::problem);
  }

  private static Api.Problem problem(Failure failure) {
    return new Api.Problem(failure.text(), failure.at(), failure.source());
  }
}
