package dev.weir.cli.doctor;

import java.util.Optional;

/// A filter beside what its chain needs.
///
/// @param wanted the `ExternalProcessor` that Weir would write for the chain
/// @param version the proxy's, as `1.40.0`
record Examined(FoundFilter filter, Message wanted, Optional<String> version) {
  Message found() {
    return filter.config();
  }

  /// Whether the proxy is this release or newer; true if it does not tell.
  boolean isAtLeast(int minor) {
    return version.map(text -> minorOf(text) >= minor).orElse(true);
  }

  /// Whether the host may choose the body's mode for each request, and knows it.
  boolean takesModesPerRequest() {
    return found().flag("allow_mode_override") && isToldOfOverrides() && isAtLeast(40);
  }

  /// Whether the host believes that it may choose modes.
  boolean isToldOfOverrides() {
    return filter.target().term("mode-override").equals("true");
  }

  private static int minorOf(String version) {
    String[] parts = version.split("\\.", -1);
    return parts[0].equals("1") ? Integer.parseInt(parts[1]) : Integer.MAX_VALUE;
  }
}
