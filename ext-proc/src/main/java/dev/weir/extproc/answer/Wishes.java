package dev.weir.extproc.answer;

import java.util.Optional;

/// What the answer to headers asks of the proxy, beside edits.
///
/// @param modes which parts of the rest are to be sent; for proxies that allow it
public record Wishes(Route route, Optional<ModeOverride> modes, Rest rest) {
  public static final Wishes NONE = new Wishes(Route.KEEP, Optional.empty(), Rest.WANTED);

  boolean isNone() {
    return route == Route.KEEP && modes.isEmpty() && rest == Rest.WANTED;
  }

  /// What the proxy does about the route that it has chosen.
  public enum Route {
    KEEP,
    CHOOSE_AGAIN
  }

  /// Whether what follows in a duplex mode is worth sending here.
  public enum Rest {
    WANTED,
    /// The proxy may stop sending it once everything on its way has come back (`request_drain`).
    DRAIN
  }
}
