package dev.weir.cli.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class HttpHeadTest {
  private static final String HEAD =
      "HTTP/1.1 204 No Content\r\ncontent-length: 12\r\nx-weir: hello\r\n\r\n";

  private final HttpHead head = new HttpHead();

  @Test
  void readsAHeadThatArrivesByteByByte() {
    var bytes = Unpooled.copiedBuffer(HEAD, US_ASCII);
    for (int i = 0; i < HEAD.length() - 1; i++) {
      assertThat(head.read(bytes.readSlice(1))).isFalse();
    }

    assertThat(head.read(bytes)).isTrue();
    assertThat(head.status()).isEqualTo(204);
    assertThat(head.contentLength()).isEqualTo(12);
  }

  @Test
  void leavesWhatFollowsTheHead() {
    var bytes = Unpooled.copiedBuffer(HEAD + "hello", US_ASCII);

    head.read(bytes);

    assertThat(bytes.toString(US_ASCII)).isEqualTo("hello");
  }

  @Test
  void findsAHeaderOnlyInTheHeadItHoldsNow() {
    head.read(Unpooled.copiedBuffer(HEAD, US_ASCII));
    assertThat(head.contains("\r\nx-weir: hello\r\n".getBytes(US_ASCII))).isTrue();

    head.clear();
    head.read(Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\n\r\n", US_ASCII));

    assertThat(head.contains("\r\nx-weir: hello\r\n".getBytes(US_ASCII))).isFalse();
    assertThat(head.contentLength()).isZero();
  }

  @Test
  void refusesAHeadThatDoesNotEnd() {
    var endless = Unpooled.wrappedBuffer(new byte[16 * 1024]);

    assertThatThrownBy(() -> head.read(endless)).hasMessageContaining("no end within 16384 bytes");
  }
}
