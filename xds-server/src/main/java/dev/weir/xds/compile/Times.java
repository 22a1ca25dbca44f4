package dev.weir.xds.compile;

import dev.weir.model.Upstream;
import java.time.Duration;
import java.util.List;

/// How long a filter waits for an answer of the host.
///
/// @param message without being asked for more
/// @param longest if the host asks, which it does while a plugin waits for an upstream
record Times(Duration message, Duration longest) {
  /// Added to the plugins' own limits: the network, the host's garbage collector, a busy machine.
  /// The host bounds its plugins itself; this timer is for a host that does not answer at all.
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /// Envoy's bound on `message_timeout`.
  private static final Duration LONGEST = Duration.ofHours(1);

  /// Every plugin may use its callback limit on a message and may wait for each of its upstreams.
  static Times of(List<Link> links) {
    Duration message = MARGIN;
    Duration calls = Duration.ZERO;
    for (Link link : links) {
      message = message.plus(link.plugin().execution().limits().instance().callback());
      for (Upstream upstream : link.plugin().execution().upstreams()) {
        calls = calls.plus(upstream.bounds().timeout());
      }
    }
    return new Times(bounded(message), bounded(message.plus(calls)));
  }

  boolean areExtensible() {
    return longest.compareTo(message) > 0;
  }

  private static Duration bounded(Duration time) {
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }
}
