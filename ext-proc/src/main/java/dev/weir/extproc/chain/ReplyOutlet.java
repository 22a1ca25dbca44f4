package dev.weir.extproc.chain;

import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.LocalResponse;
import java.io.ByteArrayOutputStream;

/// Collects a local response behind the response plugins and gives it to the proxy when it is
/// whole.
final class ReplyOutlet implements Outlet {
  private final LocalResponse answer;
  private final HeaderMap headers;
  private final ProxySide proxy;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  ReplyOutlet(LocalResponse answer, HeaderMap headers, ProxySide proxy) {
    this.answer = answer;
    this.headers = headers;
    this.proxy = proxy;
  }

  @Override
  public void headers(boolean endOfStream) {
    if (endOfStream) {
      send();
    }
  }

  @Override
  public void body(Slice bytes, boolean endOfStream) {
    body.write(bytes.array(), bytes.offset(), bytes.length());
    if (endOfStream) {
      send();
    }
  }

  @Override
  public void trailers() {
    send();
  }

  private void send() {
    proxy.answer(
        new LocalResponse(
            Replies.status(headers, answer.status()),
            headers,
            Bytes.wrap(body.toByteArray()),
            answer.grpcStatus(),
            answer.details()));
  }
}
