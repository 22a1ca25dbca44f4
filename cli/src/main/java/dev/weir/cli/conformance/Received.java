package dev.weir.cli.conformance;

import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A message as one end of the proxy saw it, less what every proxy adds.
record Received(String start, List<Field> headers, String body, List<Field> trailers) {
  static Received of(String start, FullHttpMessage message) {
    return new Received(
        start,
        fields(message.headers()),
        message.content().toString(StandardCharsets.ISO_8859_1),
        fields(message.trailingHeaders()));
  }

  /// Only extension headers: those of the protocol differ by connection and version.
  private static List<Field> fields(HttpHeaders headers) {
    return headers.entries().stream()
        .map(Received::field)
        .filter(field -> field.name().startsWith("x-"))
        .filter(field -> !Outcome.ADDED_BY_PROXIES.contains(field.name()))
        .toList();
  }

  private static Field field(Map.Entry<String, String> entry) {
    return new Field(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
  }
}
