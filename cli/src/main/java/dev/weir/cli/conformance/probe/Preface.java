package dev.weir.cli.conformance.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// Tells by its first bytes what a connection speaks. Source: RFC 9113 §3.4.
final class Preface extends ByteToMessageDecoder {
  private static final String HTTP2 = "PRI";

  private final Supplier<ChannelHandler> answer;

  /// @param answer what answers requests
  Preface(Supplier<ChannelHandler> answer) {
    this.answer = answer;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HTTP2.length()) {
      return;
    }
    String begin = in.toString(in.readerIndex(), HTTP2.length(), StandardCharsets.US_ASCII);
    Http spoken = begin.equals(HTTP2) ? Http.HTTP2 : Http.HTTP1;
    spoken.serve(context.pipeline(), answer);
    context.pipeline().remove(this);
  }
}
