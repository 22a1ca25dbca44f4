package dev.weir.cli.conformance.probe;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// A message as one end of the proxy saw it.
///
/// @param whole false if the connection ended in the middle of it
public record Received(
    String start, List<Field> headers, String body, List<Field> trailers, boolean whole) {
  /// A message with more body is cut there.
  private static final int MAX_BODY_BYTES = 64 << 20;

  /// Of a longer body or value only the beginning, the length and the CRC-32 are compared.
  private static final int MAX_SHOWN = 250;

  private static final int BEGINNING = 20;

  public Received {
    headers = List.copyOf(headers);
    trailers = List.copyOf(trailers);
  }

  /// Headers `< name: value` in the order of their names, body `<< …`, trailers `<t name: value`,
  /// where `<` is `sign`.
  ///
  /// @param shown whether a header of that name is among them
  public List<String> lines(String sign, Predicate<String> shown) {
    List<String> lines = new ArrayList<>();
    fields(headers, sign, shown).sorted().forEach(lines::add);
    if (!body.isEmpty()) {
      lines.add(sign + sign + " " + shortened(body));
    }
    fields(trailers, sign + "t", shown).forEach(lines::add);
    return List.copyOf(lines);
  }

  private static Stream<String> fields(List<Field> fields, String sign, Predicate<String> shown) {
    return fields.stream()
        .filter(field -> shown.test(field.name()))
        .map(field -> sign + " " + field.name() + ": " + shortened(field.value()));
  }

  private static String shortened(String text) {
    if (text.length() <= MAX_SHOWN) {
      return text;
    }
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return "%s… (%d bytes, CRC-32 %08x)"
        .formatted(text.substring(0, BEGINNING), text.length(), crc.getValue());
  }

  /// Collects one message. Belongs to the connection's event loop.
  static final class Collector {
    private final String start;
    private final List<Field> headers;
    private final StringBuilder body = new StringBuilder();
    private List<Field> trailers = List.of();
    private boolean whole;

    Collector(String start, HttpHeaders headers) {
      this.start = start;
      this.headers = fields(headers);
    }

    void add(HttpContent content) {
      add(content.content());
      if (content instanceof LastHttpContent last) {
        trailers = fields(last.trailingHeaders());
        whole = true;
      }
    }

    void add(ByteBuf bytes) {
      if (body.length() < MAX_BODY_BYTES) {
        body.append(bytes.toString(StandardCharsets.ISO_8859_1));
      }
    }

    boolean whole() {
      return whole;
    }

    int length() {
      return body.length();
    }

    Received received() {
      return new Received(start, headers, body.toString(), trailers, whole);
    }
  }

  private static List<Field> fields(HttpHeaders headers) {
    return headers.entries().stream().map(Received::field).toList();
  }

  private static Field field(Map.Entry<String, String> entry) {
    return new Field(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
  }
}
