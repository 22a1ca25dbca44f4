package dev.weir.cli.conformance.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.List;

/// What one end does, in turn, to send its message.
sealed interface Act {
  /// Name of the handler that turns HTTP into bytes.
  String CODEC = "http";

  /// Bounds on what either end reads; headers may be larger than a proxy lets pass.
  int LINE_BYTES = 16 << 10;

  int HEADER_BYTES = 256 << 10;
  int CHUNK_BYTES = 64 << 10;

  /// A longer text is sent in parts.
  int PART_BYTES = 64 << 10;

  /// A part that takes longer to be written waits for somebody to read.
  Duration STALL = Duration.ofMillis(300);

  /// An event that takes longer does not come.
  Duration PATIENCE = Duration.ofSeconds(5);

  /// One write and flush, so that pieces are apart on the wire.
  record Write(HttpObject part) implements Act {}

  /// What follows is another protocol, after an upgrade.
  record LeaveHttp() implements Act {}

  /// Bytes of that protocol.
  record WriteRaw(ByteBuf bytes) implements Act {}

  record Await(String event) implements Act {}

  record Pause() implements Act {}

  record Resume() implements Act {}

  record Reset() implements Act {}

  /// Performs them; blocks while it awaits events, and while it cannot write.
  ///
  /// @param sign of what the other end of the proxy receives, for events
  static void perform(List<Act> acts, Channel channel, ProbeLog events, String sign)
      throws InterruptedException {
    for (Act act : acts) {
      switch (act) {
        case Write(HttpObject part) -> {
          ChannelFuture written = channel.writeAndFlush(part);
          if (!written.await(STALL.toMillis())) {
            events.happened(sign + " stalled");
            if (!written.await(PATIENCE.toMillis())) {
              events.missed(sign + " reads on");
              return;
            }
          }
          if (part instanceof LastHttpContent) {
            events.happened(sign + " sent");
          }
        }
        case LeaveHttp() -> channel.pipeline().remove(CODEC);
        case WriteRaw(ByteBuf bytes) -> channel.writeAndFlush(bytes).await();
        case Await(String event) -> events.awaitOrMiss(event, PATIENCE);
        case Pause() -> channel.config().setAutoRead(false);
        case Resume() -> channel.config().setAutoRead(true);
        case Reset() -> channel.close().await();
      }
    }
  }
}
