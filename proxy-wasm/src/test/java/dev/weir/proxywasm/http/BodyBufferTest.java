package dev.weir.proxywasm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyBufferTest {
  private static final long SEED = 20_261_129;

  private final BodyBuffer body = new BodyBuffer();

  @Test
  void looksAtAChunkWhereItLies() {
    byte[] message = bytes("..chunk..");

    body.append(message, 2, 5);

    assertThat(body.array()).isSameAs(message);
    assertThat(text()).isEqualTo("chunk");
    assertThat(body.edited()).isFalse();
  }

  @Test
  void leavesAChunkAsItIsWhenMoreIsAdded() {
    byte[] message = bytes("..chunk..");
    body.append(message, 2, 5);

    body.append(bytes("+more"), 0, 5);

    assertThat(text()).isEqualTo("chunk+more");
    assertThat(message).isEqualTo(bytes("..chunk.."));
  }

  @Test
  void leavesAChunkAsItIsWhenAPluginChangesTheBody() {
    byte[] message = bytes("..chunk..");
    body.append(message, 2, 5);

    body.splice(1, 3, bytes("HUN"), 0, 3);

    assertThat(text()).isEqualTo("cHUNk");
    assertThat(body.edited()).isTrue();
    assertThat(message).isEqualTo(bytes("..chunk.."));
  }

  @Test
  void beginsAnewAfterItWasCleared() {
    byte[] message = bytes("chunk");
    body.append(message, 0, 5);
    body.clear();

    body.splice(0, 0, bytes("other"), 0, 5);

    assertThat(text()).isEqualTo("other");
    assertThat(message).isEqualTo(bytes("chunk"));
  }

  @Test
  void refusesASpliceBeyondItsEnd() {
    body.append(bytes("chunk"), 0, 5);

    assertThatThrownBy(() -> body.splice(3, 3, bytes(""), 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("splice: [3, +3) (expected: inside 0..5)");
  }

  @Test
  void isWhatAnArrayWouldBeAfterAnyChanges() {
    Random random = new Random(SEED);
    byte[] model = {};
    byte[] arrived = {};
    byte[] asItArrived = {};
    for (int step = 0; step < 20_000; step++) {
      byte[] source = new byte[random.nextInt(random.nextInt(10) == 0 ? 5_000 : 50)];
      random.nextBytes(source);
      int at = random.nextInt(source.length + 1);
      int count = source.length - at;
      int start = random.nextInt(model.length + 1);
      int removed = random.nextInt(model.length - start + 1);
      switch (random.nextInt(4)) {
        case 0 -> {
          body.append(source, at, count);
          arrived = source;
          asItArrived = source.clone();
          model = spliced(model, model.length, 0, Arrays.copyOfRange(source, at, source.length));
        }
        case 1 -> {
          body.clear();
          model = new byte[0];
        }
        default -> {
          body.splice(start, removed, source, at, count);
          model = spliced(model, start, removed, Arrays.copyOfRange(source, at, source.length));
        }
      }
      assertThat(body.toByteArray()).as("seed %d, step %d", SEED, step).isEqualTo(model);
      assertThat(arrived).as("seed %d, step %d", SEED, step).isEqualTo(asItArrived);
    }
  }

  private static byte[] spliced(byte[] before, int start, int removed, byte[] inserted) {
    ByteArrayOutputStream after = new ByteArrayOutputStream();
    after.write(before, 0, start);
    after.writeBytes(inserted);
    after.write(before, start + removed, before.length - start - removed);
    return after.toByteArray();
  }

  private String text() {
    return new String(body.toByteArray(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
