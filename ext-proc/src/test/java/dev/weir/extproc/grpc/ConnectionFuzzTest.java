package dev.weir.extproc.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Frames of any kind after a right preface: whatever they are, no exception leaves the connection,
/// and each call that began ends once.
class ConnectionFuzzTest {
  private static final int FRAMES = 20_000;
  private static final int FRAMES_PER_CONNECTION = 50;
  private static final int LENGTH_BYTES = 3;
  private static final int TYPES = 12;
  private static final byte[] CONTENT = Wire.message(new byte[] {1, 2, 3});

  private final long seed = Long.getLong("grpc.fuzz.seed", 20261128);
  private final Random random = new Random(seed);
  private int lastStream;

  @Test
  void noFramesBreakAConnectionOrLoseACall() {
    System.out.println("ConnectionFuzzTest: seed " + seed);
    int calls = 0;
    for (int sent = 0; sent < FRAMES; sent += FRAMES_PER_CONNECTION) {
      calls += connection();
    }
    assertThat(calls).isGreaterThan(FRAMES / 20);
  }

  /// @return how many calls began
  private int connection() {
    lastStream = -1;
    Heard heard = new Heard(this::handler);
    FrameClient client = FrameClient.connected(heard);
    for (int i = 0; i < FRAMES_PER_CONNECTION && client.channel.isActive(); i++) {
      client.sendIfOpen(mutated(frame()));
      if (client.channel.isActive() && random.nextInt(8) == 0) {
        disturb(client);
      }
    }
    assertThat(client.isClosedOrAnswers()).isTrue();
    client.close();
    for (Heard.Call call : heard.calls) {
      assertThat(call.events().stream().filter(List.of("cancel", "complete")::contains))
          .as("%s", call.events())
          .hasSize(1);
    }
    return heard.calls.size();
  }

  private void disturb(FrameClient client) {
    switch (random.nextInt(40)) {
      case 0 -> client.connection().depart();
      case 1 -> client.pass(Lifetimes.PING_ANSWER);
      case 2, 3, 4, 5, 6, 7, 8 -> client.stopReading();
      default -> client.readOn();
    }
  }

  private CallHandler handler(GrpcCall call) {
    return switch (random.nextInt(6)) {
      case 0 -> CallHandler.NONE;
      case 1 -> new Closing(call);
      case 2 -> new Failing(call);
      default -> new Echo(call);
    };
  }

  private static final class Closing extends Echo {
    Closing(GrpcCall call) {
      super(call);
    }

    @Override
    public void onMessage(byte[] message) {
      super.onMessage(message);
      onHalfClose();
    }
  }

  private static final class Failing extends Echo {
    Failing(GrpcCall call) {
      super(call);
    }

    @Override
    public void onMessage(byte[] message) {
      super.onMessage(message);
      throw new IllegalStateException("test");
    }
  }

  /// Most often one that was opened.
  private int stream() {
    return random.nextInt(100) == 0
        ? random.nextInt() & 0xffff
        : Math.max(1, lastStream - 2 * random.nextInt(4));
  }

  private int newStream() {
    lastStream += 2;
    return lastStream;
  }

  private byte[] frame() {
    if (lastStream < 0) {
      return Wire.request(newStream(), FrameClient.METHOD);
    }
    return switch (random.nextInt(40)) {
      case 0, 1, 2, 13, 14, 15, 16, 17 ->
          Wire.request(newStream(), FrameClient.METHOD, random.nextInt(8) / 7);
      case 3, 4, 5 -> Wire.data(stream(), random.nextInt(4) / 3, content());
      case 6 -> Wire.padded(stream(), content(), random.nextInt(256));
      case 7 -> Wire.reset(stream());
      case 8 -> Wire.initialWindow(random.nextInt(64));
      case 9 -> Wire.windowUpdate(random.nextInt(2) * stream(), random.nextInt(1000));
      case 10 -> Wire.ping(random.nextInt(2), random.nextInt(4));
      case 11 -> Wire.headers(stream(), random.nextInt(2), "trailer", "value");
      case 12 -> Wire.headers(newStream(), random.nextInt(2), ":method", "GET", ":path", "/");
      case 18 -> Wire.frame(random.nextInt(TYPES), random.nextInt(256), stream(), bytes(64));
      default -> Wire.data(stream(), 0, content());
    };
  }

  private byte[] content() {
    return switch (random.nextInt(4)) {
      case 0 -> bytes(30);
      case 1 -> Arrays.copyOf(CONTENT, random.nextInt(CONTENT.length));
      default -> Wire.times(random.nextInt(4), CONTENT);
    };
  }

  private byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Seldom otherwise than it was made, in one byte after its length.
  private byte[] mutated(byte[] frame) {
    if (random.nextInt(200) == 0) {
      frame[LENGTH_BYTES + random.nextInt(frame.length - LENGTH_BYTES)] = (byte) random.nextInt();
    }
    return frame;
  }
}
