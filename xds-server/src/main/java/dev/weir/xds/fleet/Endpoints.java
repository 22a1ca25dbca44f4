package dev.weir.xds.fleet;

import dev.weir.xds.compile.Contents;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.host.HostEndpoint;
import dev.weir.xds.stream.Resource;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Where proxies find the hosts.
///
/// A server that has just started knows no host, while proxies have what the server before it gave
/// them, which is as good as ever. So at first it gathers: a proxy keeps endpoints that this server
/// never meant, and only one without any is told what is known so far.
///
/// ```
/// GATHERING ──some host serves, and the others had time to come back──► SETTLED
/// ```
///
/// Without any host that has no end: that none has reported does not mean that none serves.
final class Endpoints {
  private static final Resource NONE = resource(List.of());

  private final Set<String> meant = new HashSet<>(Set.of(NONE.version()));
  private Resource newest = NONE;
  private boolean gathering = true;
  private Instant end = Instant.MAX;

  Resource newest() {
    return newest;
  }

  /// The first documents are there, so hosts are let in.
  ///
  /// @param last when those that come back are back
  void gatherUntil(Instant last) {
    end = last;
  }

  /// Proxies must hear of a host that leaves, though others may be missing yet.
  void hurry() {
    end = Instant.MIN;
  }

  /// Proxies are to call these hosts.
  ///
  /// @return whether some proxy has to be told
  boolean become(Collection<HostEndpoint> hosts, Instant now) {
    Resource before = newest;
    newest = resource(hosts);
    boolean settles = isDue(now);
    if (settles) {
      gathering = false;
      meant.clear();
    } else if (gathering) {
      meant.add(newest.version());
    }
    return settles || !newest.version().equals(before.version());
  }

  private static Resource resource(Collection<HostEndpoint> hosts) {
    return Contents.resource(ExtProcCluster.NAME, ExtProcCluster.endpoints(hosts));
  }

  /// Whether it is time to settle.
  boolean isDue(Instant now) {
    return gathering && !newest.version().equals(NONE.version()) && !now.isBefore(end);
  }

  /// Whether a proxy that has `version` is to keep it for now.
  boolean keeps(String version) {
    return gathering && !meant.contains(version);
  }
}
