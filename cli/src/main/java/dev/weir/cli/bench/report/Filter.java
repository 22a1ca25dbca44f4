package dev.weir.cli.bench.report;

import dev.weir.cli.bench.load.Mark;
import java.util.List;
import java.util.Optional;

/// The filter of a scenario and what it is asked to do.
public enum Filter {
  MARK_REQUESTS("headers", "{\"request\":{\"set\":{\"x-weir\":\"hello\"}}}"),
  MARK_BOTH(
      "headers",
      "{\"request\":{\"set\":{\"x-weir\":\"hello\"}},\"response\":{\"set\":{\"x-weir\":\"hello\"}}}"),
  LOOK_AT_BODIES("mask", "{\"bodies\":\"look\"}"),
  MASK_BODIES("mask", "{\"bodies\":\"mask\"}"),
  /// As [#MASK_BODIES], where the last byte is no digit.
  MASK_EVENTS("mask", "{\"bodies\":\"mask\"}");

  /// Everything that `filters/headers` imports and exports but the callback for responses: for a
  /// host to know which phases it need not send.
  private static final List<String> REQUESTS_ONLY =
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

  private final String module;
  private final String configuration;

  Filter(String module, String configuration) {
    this.module = module;
    this.configuration = configuration;
  }

  /// Its folder, and its file without the ending.
  public String module() {
    return module;
  }

  public String configuration() {
    return configuration;
  }

  /// What it leaves in each message that it sees.
  public Mark mark() {
    return switch (this) {
      case MARK_REQUESTS, MARK_BOTH -> Mark.ofHeader("\r\nx-weir: hello\r\n");
      case LOOK_AT_BODIES -> Mark.ofHeader("\r\nx-bodies: look\r\n");
      case MASK_BODIES -> Mark.ofHeader("\r\nx-bodies: mask\r\n").withLastByte('#');
      case MASK_EVENTS -> Mark.ofHeader("\r\nx-bodies: mask\r\n");
    };
  }

  public boolean seesResponses() {
    return this != MARK_REQUESTS;
  }

  /// What it may use, where that is less than what it has.
  public Optional<List<String>> capabilities() {
    return seesResponses() ? Optional.empty() : Optional.of(REQUESTS_ONLY);
  }
}
