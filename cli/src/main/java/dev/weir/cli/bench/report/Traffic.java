package dev.weir.cli.bench.report;

/// What the requests of a scenario are.
///
/// @param requestBytes of each request's body
/// @param responseBytes of each answer's body; 0 for six
/// @param events server-sent events of 30 bytes that make up the answer instead, if any
/// @param connections of the closed loop
public record Traffic(int requestBytes, int responseBytes, int events, int connections) {
  private static final int EVENT_BYTES = 30;
  private static final int SMALL_BYTES = 6;

  static final Traffic SMALL = new Traffic(0, 0, 0, 32);

  static Traffic bodies(int bytes, int connections) {
    return new Traffic(bytes, bytes, 0, connections);
  }

  static Traffic upload(int bytes, int connections) {
    return new Traffic(bytes, 0, 0, connections);
  }

  static Traffic events(int count) {
    return new Traffic(0, 0, count, 32);
  }

  /// The path that makes the origin answer so.
  public String path() {
    return events > 0
        ? "/events/" + events
        : responseBytes > 0 ? "/bytes/" + responseBytes : "/products/42?colour=blue";
  }

  /// Of each answer, whatever its framing.
  public int answerBytes() {
    return events > 0 ? events * EVENT_BYTES : responseBytes > 0 ? responseBytes : SMALL_BYTES;
  }
}
