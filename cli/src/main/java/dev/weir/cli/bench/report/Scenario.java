package dev.weir.cli.bench.report;

/// What the filter is asked to do, and so which phases reach it.
public enum Scenario {
  REQUEST_HEADERS("request headers", "{\"request\":{\"set\":{\"x-weir\":\"hello\"}}}"),
  BOTH_HEADERS(
      "request and response headers",
      "{\"request\":{\"set\":{\"x-weir\":\"hello\"}},\"response\":{\"set\":{\"x-weir\":\"hello\"}}}");

  /// The header that the filter sets in both directions, as it stands on the wire.
  public static final String MARKER = "\r\nx-weir: hello\r\n";

  private final String title;
  private final String filterConfiguration;

  Scenario(String title, String filterConfiguration) {
    this.title = title;
    this.filterConfiguration = filterConfiguration;
  }

  public String title() {
    return title;
  }

  public String filterConfiguration() {
    return filterConfiguration;
  }

  public boolean withResponse() {
    return this == BOTH_HEADERS;
  }
}
