package dev.weir.cli.bench.load;

/// The request of one slice.
///
/// @param head as it stands on the wire, without the blank line and content-length
/// @param bodyBytes of digits; 0 for no body
public record Request(String head, int bodyBytes) {
  String wholeHead() {
    return bodyBytes == 0
        ? head + "\r\n"
        : head + "content-length: %d\r\n\r\n".formatted(bodyBytes);
  }
}
