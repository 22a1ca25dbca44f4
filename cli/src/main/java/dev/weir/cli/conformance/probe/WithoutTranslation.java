package dev.weir.cli.conformance.probe;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;

/// Takes the headers away that say how HTTP/2 was written as HTTP/1.1, and that no end has sent.
final class WithoutTranslation extends ChannelInboundHandlerAdapter {
  @Override
  public void channelRead(ChannelHandlerContext context, Object part) {
    if (part instanceof HttpMessage message) {
      message.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
      for (ExtensionHeaderNames name : ExtensionHeaderNames.values()) {
        message.headers().remove(name.text());
      }
    }
    context.fireChannelRead(part);
  }
}
