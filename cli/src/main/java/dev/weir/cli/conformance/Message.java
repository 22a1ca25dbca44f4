package dev.weir.cli.conformance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
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
record Message(
    String method,
    String path,
    int status,
    List<Field> headers,
    List<String> chunks,
    List<Field> trailers) {
  static final Message DEFAULT = of(null, null, null, null, null, null);

  @JsonCreator
  static Message of(
      @JsonProperty("method") @Nullable String method,
      @JsonProperty("path") @Nullable String path,
      @JsonProperty("status") @Nullable Integer status,
      @JsonProperty("headers") @Nullable List<Field> headers,
      @JsonProperty("chunks") @Nullable List<String> chunks,
      @JsonProperty("trailers") @Nullable List<Field> trailers) {
    return new Message(
        Objects.requireNonNullElse(method, "GET"),
        Objects.requireNonNullElse(path, "/"),
        Objects.requireNonNullElse(status, 200),
        List.copyOf(Objects.requireNonNullElse(headers, List.of())),
        List.copyOf(Objects.requireNonNullElse(chunks, List.of())),
        List.copyOf(Objects.requireNonNullElse(trailers, List.of())));
  }

  boolean chunked() {
    return chunks.size() > 1 || !trailers.isEmpty();
  }
}
