package dev.weir.cli.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What the filter is asked to do, and so which phases reach it.
public enum Scenario {
  REQUEST_HEADERS("request headers", "{\"request\":{\"set\":{\"x-weir\":\"hello\"}}}"),
  BOTH_HEADERS(
      "request and response headers",
      "{\"request\":{\"set\":{\"x-weir\":\"hello\"}},\"response\":{\"set\":{\"x-weir\":\"hello\"}}}");

  /// The header that the filter sets in both directions, as it stands on the wire.
  public static final String MARKER = "\r\nx-weir: hello\r\n";

  /// What the filter may use, for a host to know which phases it need not send: everything that
  /// `filters/headers` imports and exports but the callback for responses.
  private static final List<String> CAPABILITIES =
      List.of(
          "proxy_add_header_map_value",
          "proxy_get_buffer_bytes",
          "proxy_log",
          "proxy_on_configure",
          "proxy_on_context_create",
          "proxy_on_delete",
          "proxy_on_memory_allocate",
          "proxy_on_request_headers",
          "proxy_remove_header_map_value",
          "proxy_replace_header_map_value");

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

  public List<String> capabilities() {
    return withResponse()
        ? Stream.concat(CAPABILITIES.stream(), Stream.of("proxy_on_response_headers")).toList()
        : CAPABILITIES;
  }

  /// Its name where only lower case is allowed.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public boolean withResponse() {
    return this == BOTH_HEADERS;
  }
}
