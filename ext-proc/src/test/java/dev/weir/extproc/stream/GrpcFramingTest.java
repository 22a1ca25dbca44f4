package dev.weir.extproc.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.extproc.answer.BodyPiece;
import dev.weir.extproc.stream.Framing.IllegalFrameException;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage.Marks;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GrpcFramingTest {
  private static final Marks COMPRESSED = new Marks(false, true, false);

  private final GrpcFraming framing = new GrpcFraming();

  private static Part.Body message(String text, Marks marks) {
    return new Part.Body(Direction.REQUEST, Slice.utf8(text), false, marks);
  }

  @Test
  void showsAMessageAsItStandsOnTheWire() {
    assertThat(framing.bytes(message("abc", Marks.NONE)).toByteArray())
        .containsExactly(0, 0, 0, 0, 3, 'a', 'b', 'c');
    assertThat(framing.bytes(message("", COMPRESSED)).toByteArray()).containsExactly(1, 0, 0, 0, 0);
  }

  @Test
  void showsNothingOfAnEndWithoutMessage() {
    assertThat(framing.bytes(message("", new Marks(true, false, false))).isEmpty()).isTrue();
  }

  @Test
  void endsWithTheLastMessageIfItCan() throws Exception {
    List<BodyPiece> pieces = framing.pieces(framing.bytes(message("abc", COMPRESSED)), true);

    assertThat(pieces).containsExactly(new BodyPiece(Slice.utf8("abc"), true, COMPRESSED));
  }

  @Test
  void endsWithoutMessageIfNoneIsLeft() throws Exception {
    assertThat(framing.pieces(Slice.empty(), true))
        .containsExactly(new BodyPiece(Slice.empty(), true, new Marks(true, false, false)));
  }

  @Test
  void refusesAnEndInTheMidstOfAMessage() {
    assertThatThrownBy(() -> framing.pieces(Slice.of(new byte[] {0, 0, 0, 0, 9, 1}), true))
        .isInstanceOf(IllegalFrameException.class)
        .hasMessage("gRPC message: ends after 6 bytes (expected: whole messages)");
  }

  @Test
  void refusesAFlagThatIsNone() {
    assertThatThrownBy(() -> framing.pieces(Slice.of(new byte[] {7, 0, 0, 0, 0}), false))
        .isInstanceOf(IllegalFrameException.class)
        .hasMessage("gRPC message: flag 7 (expected: 0 or 1)");
  }

  @Test
  void findsMessagesHoweverTheirBytesAreCut() throws Exception {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<String> sent = new ArrayList<>();
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      for (int i = random.nextInt(5); i > 0; i--) {
        sent.add("x".repeat(random.nextInt(20)));
        wire.writeBytes(framing.bytes(message(sent.getLast(), Marks.NONE)).toByteArray());
      }
      assertThat(received(wire.toByteArray(), random)).as("seed %d", seed).isEqualTo(sent);
    }
  }

  private List<String> received(byte[] wire, Random random) throws IllegalFrameException {
    List<String> received = new ArrayList<>();
    int at = 0;
    while (at < wire.length) {
      int size = 1 + random.nextInt(wire.length - at);
      for (BodyPiece piece : framing.pieces(Slice.of(wire, at, size), false)) {
        received.add(new String(piece.bytes().toByteArray(), UTF_8));
      }
      at += size;
    }
    return received;
  }
}
