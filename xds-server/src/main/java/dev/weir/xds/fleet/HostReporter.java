package dev.weir.xds.fleet;

import dev.weir.proto.v1alpha1.HostStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open stream of a host's reports. While it is open the last report holds, also if the host's
/// discovery stream breaks and comes back.
public final class HostReporter {
  private static final Logger LOG = LoggerFactory.getLogger(HostReporter.class);

  private final Fleet fleet;
  private final Host host;
  private final Runnable onLeft;

  HostReporter(Fleet fleet, Host host, Runnable onLeft) {
    this.fleet = fleet;
    this.host = host;
    this.onLeft = onLeft;
    host.reporting();
  }

  /// The host whose reports these are.
  public String host() {
    return host.id();
  }

  /// What the host says of itself.
  public void report(HostStatus status) {
    HostStatus.Transport before = host.report().getTransport();
    host.report(status);
    if (status.getTransport() != before && !fleet.reaches(host)) {
      LOG.warn(
          "host {}: serves TLS, but proxies have no CA to verify it with, so it gets no requests"
              + " (expected: --ext-proc-tls-ca)",
          host.id());
    }
    if (status.getDraining()) {
      fleet.departures().add(this);
    }
    fleet.changed();
  }

  /// The host drains, and no proxy has its address any more.
  void letGo() {
    onLeft.run();
  }

  /// The stream is over.
  public void close() {
    fleet.departures().remove(this);
    host.silent();
    fleet.changed();
  }
}
