package dev.weir.xds.fleet;

import dev.weir.xds.compile.TypeUrls;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Hosts that are about to end and wait until no proxy has their address.
final class Departures {
  private final Set<HostReporter> waiting = new LinkedHashSet<>();

  void add(HostReporter host) {
    waiting.add(host);
  }

  void remove(HostReporter host) {
    waiting.remove(host);
  }

  /// Lets them go if every connected proxy has the newest endpoints: those are without them, unless
  /// there is no other host.
  void settle(Collection<Proxy> proxies) {
    if (!waiting.isEmpty()
        && proxies.stream().allMatch(proxy -> proxy.isCurrent(TypeUrls.ENDPOINTS))) {
      List<HostReporter> leaving = List.copyOf(waiting);
      waiting.clear();
      leaving.forEach(HostReporter::letGo);
    }
  }
}
