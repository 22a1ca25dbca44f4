package dev.weir.extproc.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallWritesTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new SmallWrites());

  private static ByteBuf bytes(int length, Random random) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return Unpooled.wrappedBuffer(content);
  }

  private List<ByteBuf> written() {
    List<ByteBuf> all = new ArrayList<>();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      all.add(next);
    }
    return all;
  }

  @Test
  void smallBuffersLeaveTogetherAtTheFlush() {
    Random random = new Random(1);
    assertThat(channel.write(bytes(9, random)).isSuccess()).isTrue();
    assertThat(channel.write(bytes(100, random)).isSuccess()).isTrue();

    channel.flush();

    assertThat(written()).singleElement().returns(109, ByteBuf::readableBytes);
  }

  @Test
  void buffersOfAnySizeLeaveInTheirOrder() {
    System.out.println("seed 7");
    Random random = new Random(7);
    ByteBuf expected = Unpooled.buffer();
    for (int i = 0; i < 2_000; i++) {
      ByteBuf next = bytes(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 300), random);
      expected.writeBytes(next.duplicate());
      var _ = channel.write(next);
      if (random.nextInt(50) == 0) {
        channel.flush();
      }
    }
    channel.flush();

    ByteBuf actual = Unpooled.wrappedBuffer(written().toArray(ByteBuf[]::new));
    assertThat(ByteBufUtil.equals(actual, expected)).isTrue();
  }

  @Test
  void everyBufferIsReleased() {
    ByteBuf small = bytes(10, new Random(2));
    var _ = channel.write(small);

    channel.pipeline().removeFirst();

    assertThat(small.refCnt()).isZero();
  }

  @Test
  void whatWaitsLeavesBeforeTheEnd() {
    var _ = channel.write(bytes(10, new Random(3)));

    var _ = channel.close();

    assertThat(written()).singleElement().returns(10, ByteBuf::readableBytes);
  }

  /// A connection closes behind such a buffer, which is done when all before it has left.
  @Test
  void anEmptyBufferIsNotDoneBeforeWhatWaitsHasLeft() {
    var _ = channel.write(bytes(10, new Random(4)));

    ChannelFuture last = channel.write(Unpooled.EMPTY_BUFFER);

    assertThat(last.isDone()).isFalse();
    channel.flush();
    assertThat(last.isSuccess()).isTrue();
  }
}
