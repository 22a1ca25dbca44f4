package dev.weir.cli.conformance.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpObject;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one end does, in turn, to send its message.
sealed interface Act {
  /// Name of the handler that turns HTTP into bytes.
  String CODEC = "http";

  /// Bounds on what either end reads; headers may be larger than a proxy lets pass.
  int LINE_BYTES = 16 << 10;

  int HEADER_BYTES = 256 << 10;
  int CHUNK_BYTES = 64 << 10;

  /// An event that takes longer does not come.
  Duration PATIENCE = Duration.ofSeconds(2);

  Logger log = LoggerFactory.getLogger(Act.class);

  /// One write and flush, so that pieces are apart on the wire.
  record Write(HttpObject part) implements Act {}

  /// What follows is another protocol, after an upgrade.
  record LeaveHttp() implements Act {}

  /// Bytes of that protocol.
  record WriteRaw(ByteBuf bytes) implements Act {}

  record Await(String event) implements Act {}

  record Reset() implements Act {}

  /// Performs them; blocks while it awaits events.
  static void perform(List<Act> acts, Channel channel, ProbeLog events)
      throws InterruptedException {
    for (Act act : acts) {
      switch (act) {
        case Write(HttpObject part) -> channel.writeAndFlush(part).await();
        case LeaveHttp() -> channel.pipeline().remove(CODEC);
        case WriteRaw(ByteBuf bytes) -> channel.writeAndFlush(bytes).await();
        case Await(String event) -> {
          if (!events.awaitEvent(event, PATIENCE)) {
            log.debug("'{}' did not happen", event);
          }
        }
        case Reset() -> channel.close().await();
      }
    }
  }
}
