package dev.weir.extproc.grpc;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import java.util.Optional;

/// The header block that a call began with; its entries, but for those of HTTP/2 itself, are the
/// call's metadata.
public final class CallHeaders {
  private static final CharSequence CONTENT_TYPE = AsciiString.cached("content-type");

  private static final String GRPC = "application/grpc";

  private final Http2Headers headers;

  /// @param headers all of the block, as HTTP/2 has it
  public CallHeaders(Http2Headers headers) {
    this.headers = headers;
  }

  /// The first value of a name in lower case, of HTTP/2 itself too, such as `:authority`. HPACK
  /// gives the same text again and again, and keeps it as one object, so that it is decoded once
  /// for very many calls.
  public Optional<String> get(AsciiString name) {
    CharSequence value = headers.get(name);
    return value == null ? Optional.empty() : Optional.of(value.toString());
  }

  /// Names and values of the metadata.
  public int bytes() {
    int bytes = 0;
    for (Map.Entry<CharSequence, CharSequence> entry : headers) {
      if (entry.getKey().charAt(0) != ':') {
        bytes += entry.getKey().length() + entry.getValue().length();
      }
    }
    return bytes;
  }

  String path() {
    return text(headers.path());
  }

  boolean isPost() {
    return "POST".contentEquals(text(headers.method()));
  }

  /// `application/grpc`, with or without a suffix or parameters.
  boolean isGrpc() {
    String type = text(headers.get(CONTENT_TYPE));
    return type.startsWith(GRPC)
        && (type.length() == GRPC.length() || "+;".indexOf(type.charAt(GRPC.length())) >= 0);
  }

  private static String text(CharSequence value) {
    return value == null ? "" : value.toString();
  }
}
