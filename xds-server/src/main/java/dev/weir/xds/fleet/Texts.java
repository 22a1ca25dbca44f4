package dev.weir.xds.fleet;

/// Text that comes from proxies and hosts.
final class Texts {
  /// Long enough for Envoy's nested reasons, short enough for a log line and a status.
  private static final int MAX_CHARACTERS = 2_000;

  private Texts() {}

  /// `text` without control characters, and without its middle if it is long: Envoy says first what
  /// it refuses, quotes all of it, and ends with the reason.
  static String foreign(String text) {
    String cut = text;
    if (text.length() > MAX_CHARACTERS) {
      int half = MAX_CHARACTERS / 2;
      cut = text.substring(0, half) + " … " + text.substring(text.length() - half);
    }
    return cut.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
