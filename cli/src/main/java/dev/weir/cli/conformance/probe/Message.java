package dev.weir.cli.conformance.probe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A request that the client sends, or the answer that the upstream gives.
///
/// @param method of a request
/// @param path of a request, with its query
/// @param status of an answer
/// @param chunks the body in the pieces in which it is written; more than one piece, or trailers,
///   make it a chunked one
/// @param start when an answer begins
/// @param then what a client does when its request is sent: no text
public record Message(
    String method,
    String path,
    int status,
    List<Field> headers,
    List<Piece> chunks,
    List<Field> trailers,
    Start start,
    List<Piece> then) {
  public static final Message DEFAULT = of(null, null, null, null, null, null, null, null);

  /// When an upstream begins to answer.
  public enum Start {
    /// When it has the whole request.
    AFTER_REQUEST,
    /// When it has the request's headers.
    AFTER_HEADERS,
    /// When it has the whole request, of which it reads nothing until the sender can write no more.
    AFTER_STALL
  }

  public Message {
    headers = List.copyOf(headers);
    chunks = List.copyOf(chunks);
    trailers = List.copyOf(trailers);
    then = List.copyOf(then);
  }

  @JsonCreator
  static Message of(
      @JsonProperty("method") @Nullable String method,
      @JsonProperty("path") @Nullable String path,
      @JsonProperty("status") @Nullable Integer status,
      @JsonProperty("headers") @Nullable List<Field> headers,
      @JsonProperty("chunks") @Nullable List<Piece> chunks,
      @JsonProperty("trailers") @Nullable List<Field> trailers,
      @JsonProperty("start") @Nullable Start start,
      @JsonProperty("then") @Nullable List<Piece> then) {
    return new Message(
        Objects.requireNonNullElse(method, "GET"),
        Objects.requireNonNullElse(path, "/"),
        Objects.requireNonNullElse(status, 200),
        Objects.requireNonNullElse(headers, List.of()),
        Objects.requireNonNullElse(chunks, List.of()),
        Objects.requireNonNullElse(trailers, List.of()),
        Objects.requireNonNullElse(start, Start.AFTER_REQUEST),
        Objects.requireNonNullElse(then, List.of()));
  }

  /// A request without a body.
  public static Message to(String path) {
    return of("GET", path, null, null, null, null, null, null);
  }

  /// The same with one more header.
  Message with(Field header) {
    List<Field> more = new ArrayList<>(headers);
    more.add(header);
    return new Message(method, path, status, more, chunks, trailers, start, then);
  }

  /// Whether it is sent without a length.
  public boolean chunked() {
    return chunks.size() > 1 || !trailers.isEmpty();
  }

  boolean isHeadersOnly() {
    return chunks.isEmpty() && trailers.isEmpty() && !hasHeader("transfer-encoding");
  }

  boolean hasHeader(String name) {
    return headers.stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
  }

  /// Bytes of a body that is written in one piece.
  int length() {
    return chunks.stream()
        .mapToInt(piece -> piece instanceof Piece.Chunk(String text) ? text.length() : 0)
        .sum();
  }

  /// Whether a request asks for another protocol behind its headers.
  boolean asksForTunnel() {
    return method.equals("CONNECT") || hasHeader("upgrade");
  }

  /// Whether an answer to such a request agrees.
  boolean opensTunnel() {
    return status == 101 || status == 200;
  }
}
