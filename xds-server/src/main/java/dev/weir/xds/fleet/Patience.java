package dev.weir.xds.fleet;

import java.time.Duration;

/// How long what is waited for.
///
/// @param firstHost how long the first content of a slot waits for a host to connect; then the
///   plugins' fail strategies decide, in the proxy
/// @param firstLoad how long it waits for connected hosts to load
/// @param retirement how long a chain stays on the hosts after the last proxy has left it: requests
///   that came before keep their revision and may reach this slot late, because an earlier one held
///   them
/// @param adoption how long after a start hosts keep chains that this server does not know: proxies
///   may still name them, until they have got what is wanted now
/// @param returningHost how long after a start hosts may take to come back; until then proxies keep
///   the endpoints that an earlier server gave them. Longer than a host waits between two attempts
/// @param lostHost how long proxies keep the address of a host whose stream broke
/// @param lostProxy how long what a proxy runs is kept available after its stream broke: it serves
///   on
public record Patience(
    Duration firstHost,
    Duration firstLoad,
    Duration retirement,
    Duration adoption,
    Duration returningHost,
    Duration lostHost,
    Duration lostProxy) {
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofMinutes(30));
}
