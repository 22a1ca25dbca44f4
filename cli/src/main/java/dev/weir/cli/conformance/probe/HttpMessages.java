package dev.weir.cli.conformance.probe;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The messages of a case as HTTP/1.1 writes them; for HTTP/2 they are translated.
final class HttpMessages {
  /// What a request asks for.
  enum Wanted {
    ANSWER,
    TUNNEL
  }

  private HttpMessages() {}

  static List<Act> request(Message message, List<Field> probe) {
    DefaultHttpRequest request =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(message.method()), message.path());
    request.headers().set(HttpHeaderNames.HOST, "conformance.test");
    probe.forEach(field -> request.headers().set(field.name(), field.value()));
    return message.asksForTunnel()
        ? tunnel(request, message, firstChunk(message))
        : acts(request, message);
  }

  /// @param wanted what the request asked for
  static List<Act> response(Message message, Wanted wanted) {
    DefaultHttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(message.status()));
    if (wanted == Wanted.TUNNEL && message.opensTunnel()) {
      return tunnel(response, message, 0);
    }
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return acts(response, message);
  }

  private static List<Act> acts(HttpMessage head, Message message) {
    addHeaders(head, message);
    if (message.hasHeader("content-length")) {
      HttpUtil.setTransferEncodingChunked(head, false);
    } else if (message.chunked()) {
      HttpUtil.setTransferEncodingChunked(head, true);
    } else if (!(head instanceof DefaultHttpRequest) || !message.chunks().isEmpty()) {
      HttpUtil.setContentLength(head, message.length());
    }
    List<Act> acts = new ArrayList<>();
    if (message.isHeadersOnly()) {
      acts.add(new Act.Write(whole(head)));
      message.then().forEach(piece -> acts.addAll(body(piece)));
      return acts;
    }
    acts.add(new Act.Write(head));
    message.chunks().forEach(piece -> acts.addAll(body(piece)));
    DefaultLastHttpContent last = new DefaultLastHttpContent();
    message.trailers().forEach(field -> last.trailingHeaders().add(field.name(), field.value()));
    acts.add(new Act.Write(last));
    message.then().forEach(piece -> acts.addAll(body(piece)));
    return acts;
  }

  /// In HTTP/2 its end is in the frame of the headers.
  private static FullHttpMessage whole(HttpMessage head) {
    HttpHeaders none = EmptyHttpHeaders.INSTANCE;
    return switch (head) {
      case DefaultHttpRequest request ->
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1,
              request.method(),
              request.uri(),
              Unpooled.EMPTY_BUFFER,
              request.headers(),
              none);
      case DefaultHttpResponse response ->
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              response.status(),
              Unpooled.EMPTY_BUFFER,
              response.headers(),
              none);
      default -> throw new IllegalArgumentException("message: " + head);
    };
  }

  private static List<Act> body(Piece piece) {
    return switch (piece) {
      case Piece.Chunk(String text) -> writes(text);
      case Piece.Await(String event) -> List.of(new Act.Await(event));
      case Piece.Pause() -> List.of(new Act.Pause());
      case Piece.Resume() -> List.of(new Act.Resume());
      case Piece.Reset() -> List.of(new Act.Reset());
    };
  }

  /// A long text in parts, so that it can be seen when one of them does not get through.
  private static List<Act> writes(String text) {
    List<Act> writes = new ArrayList<>();
    for (int at = 0; at < text.length(); at += Act.PART_BYTES) {
      String part = text.substring(at, Math.min(text.length(), at + Act.PART_BYTES));
      writes.add(new Act.Write(new DefaultHttpContent(bytes(part))));
    }
    return writes;
  }

  /// The head ends its own message; what follows is another protocol's.
  ///
  /// @param leaveAt the piece before which HTTP ends
  private static List<Act> tunnel(HttpMessage head, Message message, int leaveAt) {
    addHeaders(head, message);
    List<Act> acts = new ArrayList<>();
    acts.add(new Act.Write(head));
    acts.add(new Act.Write(new DefaultLastHttpContent()));
    for (int i = 0; i < message.chunks().size(); i++) {
      if (i == leaveAt) {
        acts.add(new Act.LeaveHttp());
      }
      acts.addAll(raw(message.chunks().get(i)));
    }
    return acts;
  }

  /// A client reads HTTP until it sends something else.
  private static int firstChunk(Message message) {
    int index = 0;
    while (index < message.chunks().size()
        && !(message.chunks().get(index) instanceof Piece.Chunk)) {
      index++;
    }
    return index;
  }

  private static List<Act> raw(Piece piece) {
    return piece instanceof Piece.Chunk(String text)
        ? List.of(new Act.WriteRaw(bytes(text)))
        : body(piece);
  }

  private static void addHeaders(HttpMessage head, Message message) {
    message.headers().forEach(field -> head.headers().add(field.name(), field.value()));
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }
}
