package dev.weir.cli.conformance;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The messages of a case in HTTP/1.1.
final class HttpMessages {
  /// Largest body that either end takes from the proxy.
  static final int MAX_BODY_BYTES = 4 << 20;

  private HttpMessages() {}

  static List<HttpObject> request(Message message, String script, String id) {
    DefaultHttpRequest request =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(message.method()), message.path());
    request.headers().set(HttpHeaderNames.HOST, "conformance.test");
    request.headers().set("x-probe-id", id);
    request.headers().set("x-probe", script);
    return objects(request, message);
  }

  static List<HttpObject> response(Message message) {
    DefaultHttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(message.status()));
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return objects(response, message);
  }

  private static List<HttpObject> objects(HttpMessage head, Message message) {
    message.headers().forEach(field -> head.headers().add(field.name(), field.value()));
    if (message.chunked()) {
      HttpUtil.setTransferEncodingChunked(head, true);
    } else if (!(head instanceof DefaultHttpRequest) || !message.chunks().isEmpty()) {
      HttpUtil.setContentLength(head, message.chunks().stream().mapToInt(String::length).sum());
    }
    List<HttpObject> objects = new ArrayList<>();
    objects.add(head);
    message.chunks().forEach(chunk -> objects.add(new DefaultHttpContent(bytes(chunk))));
    DefaultLastHttpContent last = new DefaultLastHttpContent();
    message.trailers().forEach(field -> last.trailingHeaders().add(field.name(), field.value()));
    objects.add(last);
    return objects;
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }
}
