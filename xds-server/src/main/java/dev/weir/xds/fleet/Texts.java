package dev.weir.xds.fleet;

/// Text that comes from proxies and hosts.
final class Texts {
  /// Long enough for Envoy's nested reasons, short enough for a log line and a status.
  private static final int MAX_CHARACTERS = 2_000;

  private Texts() {}

  /// `text` cut, without control characters.
  static String foreign(String text) {
    String cut = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
