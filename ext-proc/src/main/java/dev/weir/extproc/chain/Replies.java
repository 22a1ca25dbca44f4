package dev.weir.extproc.chain;

import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.LocalResponse;

/// Local responses as response plugins see them.
final class Replies {
  private Replies() {}

  /// The response headers as plugins see them: what the plugin gave, and what Envoy adds.
  static HeaderMap headers(LocalResponse answer) {
    HeaderMap map = new HeaderMap();
    map.add(":status", Integer.toString(answer.status()));
    if (!answer.body().isEmpty()) {
      map.add("content-length", Integer.toString(answer.body().length()));
      if (answer.headers().value("content-type").isEmpty()) {
        map.add("content-type", "text/plain");
      }
    }
    HeaderMap given = answer.headers();
    for (int i = 0; i < given.size(); i++) {
      map.add(
          given.arena(),
          given.nameAt(i),
          given.nameLength(i),
          given.arena(),
          given.valueAt(i),
          given.valueLength(i));
    }
    map.markOriginal();
    return map;
  }

  /// The status that `headers` ask for, or `otherwise` if that cannot end an exchange.
  static int status(HeaderMap headers, int otherwise) {
    String text = headers.value(":status").orElse("");
    if (!text.matches("[0-9]{3}")) {
      return otherwise;
    }
    int status = Integer.parseInt(text);
    return LocalResponse.isStatus(status) ? status : otherwise;
  }
}
