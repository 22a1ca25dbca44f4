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

  HostReporter(Fleet fleet, Host host) {
    this.fleet = fleet;
    this.host = host;
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
    fleet.changed();
  }

  /// The stream is over.
  public void close() {
    host.silent();
    fleet.changed();
  }
}
