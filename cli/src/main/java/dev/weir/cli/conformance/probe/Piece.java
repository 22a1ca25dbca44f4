package dev.weir.cli.conformance.probe;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Map;

/// A part of a body, or what is done before the next part. Written as text; as `{repeat: text,
/// times: n}`; as `{await: event}`; as `{pause: reading}` and `{resume: reading}`; or as `{reset:
/// connection}`.
public sealed interface Piece {
  /// Sent in one write.
  record Chunk(String text) implements Piece {}

  /// Waits until a line of the probe's log, or another event, begins so.
  ///
  /// @param event see [ProbeLog#happened]
  record Await(String event) implements Piece {}

  /// Ends the connection in the middle of the message.
  record Reset() implements Piece {}

  /// Takes no more from the connection for now.
  record Pause() implements Piece {}

  /// Takes from the connection again.
  record Resume() implements Piece {}

  /// From its form in a case.
  @JsonCreator
  static Piece of(Object written) {
    return switch (written) {
      case String text -> new Chunk(text);
      case Map<?, ?> map when map.get("await") instanceof String event -> new Await(event);
      case Map<?, ?> map when "reading".equals(map.get("pause")) -> new Pause();
      case Map<?, ?> map when "reading".equals(map.get("resume")) -> new Resume();
      case Map<?, ?> map when map.get("reset") instanceof String -> new Reset();
      case Map<?, ?> map
          when map.get("repeat") instanceof String text
              && map.get("times") instanceof Integer times ->
          new Chunk(text.repeat(times));
      default ->
          throw new IllegalArgumentException(
              "chunk: %s (expected: text, repeat, await, pause, resume or reset)"
                  .formatted(written));
    };
  }
}
