package dev.weir.extproc.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Status;
import io.grpc.StatusException;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
  private static final int MOST = 1 << 20;

  private final MessageReader reader = new MessageReader(MOST);

  private void add(byte... bytes) throws StatusException {
    reader.add(Unpooled.wrappedBuffer(bytes));
  }

  private List<byte[]> all() {
    List<byte[]> messages = new ArrayList<>();
    byte[] message;
    while ((message = reader.next()) != null) {
      messages.add(message);
    }
    return messages;
  }

  private static byte[] random(Random random, int bytes) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    return content;
  }

  @Test
  void anySplitOfAnyMessagesGivesTheSameMessages() throws StatusException {
    long seed = 20261128;
    System.out.println("MessageReaderTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      int largest = 1 << random.nextInt(17);
      List<byte[]> messages = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        messages.add(random(random, random.nextInt(largest)));
      }
      byte[] wire = Wire.join(messages.stream().map(Wire::message).toArray(byte[][]::new));
      for (int from = 0, to; from < wire.length; from = to) {
        to = Math.min(wire.length, from + random.nextInt(largest + Wire.PREFIX_BYTES));
        add(Arrays.copyOfRange(wire, from, to));
      }
      assertThat(all()).containsExactlyElementsOf(messages);
      assertThat(reader.isInside()).isFalse();
    }
  }

  @Test
  void emptyMessagesAreMessages() throws StatusException {
    add(Wire.join(Wire.prefix(0), Wire.prefix(0), Wire.prefix(0)));

    assertThat(all()).hasSize(3).allMatch(message -> message.length == 0);
  }

  @Test
  void isInsideAMessageFromItsFirstByteToItsLast() throws StatusException {
    for (byte each : Wire.message(new byte[] {1, 2, 3})) {
      assertThat(reader.hasNext()).isFalse();
      add(each);
      assertThat(reader.isInside()).isEqualTo(!reader.hasNext());
    }
    assertThat(all()).containsExactly(new byte[] {1, 2, 3});
  }

  @Test
  void aCompressedMessageIsRefused() {
    assertThatExceptionOfType(StatusException.class)
        .isThrownBy(() -> add((byte) 1))
        .withMessageContaining("a compressed message (expected: none")
        .matches(e -> e.getStatus().getCode() == Status.Code.UNIMPLEMENTED);
  }

  @Test
  void whatIsTooLargeIsRefusedWhenItIsAnnounced() {
    assertRefused(MOST + 1, "1048577");
    assertRefused(1 << 31, "2147483648");
    assertRefused(-1, "4294967295");
  }

  private static void assertRefused(int length, String printed) {
    MessageReader reader = new MessageReader(MOST);
    assertThatExceptionOfType(StatusException.class)
        .isThrownBy(() -> reader.add(Unpooled.wrappedBuffer(Wire.prefix(length))))
        .withMessageEndingWith("a message of %s bytes (limit: 1048576)", printed)
        .matches(e -> e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void theLargestMessageIsTaken() throws StatusException {
    add(Wire.message(new byte[MOST]));

    assertThat(all()).singleElement().matches(message -> message.length == MOST);
  }

  @Test
  void tenThousandAnnouncedMessagesTakeNoMemory() throws StatusException {
    List<MessageReader> readers = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      MessageReader begun = new MessageReader(Integer.MAX_VALUE);
      begun.add(Unpooled.wrappedBuffer(Wire.prefix(Integer.MAX_VALUE), new byte[1]));
      readers.add(begun);
    }
    assertThat(readers).allMatch(MessageReader::isInside);
  }
}
