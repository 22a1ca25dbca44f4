package dev.weir.proxywasm.service;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.HeaderMap;

/// The response that a plugin gets for an HTTP call that got none, with Envoy's texts.
public record FailedResponse(int status, String body) {
  /// The upstream did not answer in time.
  public static FailedResponse timeout() {
    return new FailedResponse(504, "upstream request timeout");
  }

  /// No connection to the upstream.
  public static FailedResponse unreachable(String reason) {
    return new FailedResponse(
        503, "upstream connect error or disconnect/reset before headers. reset reason: " + reason);
  }

  public void to(Upstreams.HttpListener listener) {
    listener.onResponse(
        HeaderMap.of(
            ":status", Integer.toString(status),
            "content-length", Integer.toString(body.length()),
            "content-type", "text/plain"),
        Bytes.utf8(body),
        new HeaderMap());
  }
}
