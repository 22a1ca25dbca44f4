package dev.weir.extproc.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.grpc.FrameClient.Frame;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls, frame by frame.
class GrpcCallTest {
  private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};
  private static final int WINDOW_BYTES = 1 << 20;
  private static final int FRAME_BYTES = 16 << 10;
  private static final int FRAMES = WINDOW_BYTES / FRAME_BYTES;

  private final Heard echo = new Heard(Echo::new);
  private FrameClient client = FrameClient.connected(echo);

  @AfterEach
  void endsEachCallOnce() {
    client.close();
    client.channel.runPendingTasks();
    assertEndedOnce(echo);
  }

  private static void assertEndedOnce(Heard method) {
    for (Heard.Call call : method.calls) {
      assertThat(call.events().stream().filter(List.of("cancel", "complete")::contains)).hasSize(1);
      assertThat(call.events().getLast()).isIn("cancel", "complete");
    }
  }

  private Heard use(Heard other) {
    client.close();
    client = FrameClient.connected(other);
    return other;
  }

  /// Does nothing at all.
  private static class Idle extends Echo {
    Idle(GrpcCall call) {
      super(call);
    }

    @Override
    public void onMessage(byte[] message) {}

    @Override
    public void onReady() {}

    @Override
    public void onHalfClose() {}
  }

  /// Never asks.
  private static CallHandler deaf() {
    return CallHandler.NONE;
  }

  @Test
  void anUnknownMethodIsUnimplemented() {
    client.send(Wire.request(1, "/test.Service/Other"));

    assertThat(client.received(Http2FrameTypes.HEADERS, 1))
        .singleElement()
        .matches(Frame::isEnd)
        .extracting(Frame::fields)
        .isEqualTo(
            ":status=200 content-type=application/grpc grpc-status=12"
                + " grpc-message=no method /test.Service/Other");
  }

  @Test
  void whatIsNoPostIsNotAllowed() {
    client.send(Wire.headers(1, 0, ":method", "GET", ":path", FrameClient.METHOD));

    assertThat(client.received(Http2FrameTypes.HEADERS, 1))
        .singleElement()
        .matches(Frame::isEnd)
        .extracting(Frame::fields)
        .isEqualTo(":status=405");
  }

  @Test
  void whatIsNoGrpcIsUnsupported() {
    List<String> types = List.of("text/plain", "application/grpc-web", "application/grpcx", "");
    for (int i = 0; i < types.size(); i++) {
      int stream = 2 * i + 1;
      client.send(post(stream, types.get(i)));
      assertThat(client.received(Http2FrameTypes.HEADERS, stream))
          .as(types.get(i))
          .singleElement()
          .extracting(Frame::fields)
          .isEqualTo(":status=415");
    }
  }

  @Test
  void grpcHasSuffixesAndParameters() {
    List<String> types =
        List.of("application/grpc", "application/grpc+proto", "application/grpc;charset=x");
    for (int i = 0; i < types.size(); i++) {
      client.send(post(2 * i + 1, types.get(i)));
    }
    assertThat(echo.calls).hasSize(types.size());
  }

  private static byte[] post(int stream, String contentType) {
    return Wire.headers(
        stream, 0, ":method", "POST", ":path", FrameClient.METHOD, "content-type", contentType);
  }

  @Test
  void trailersAfterARefusalHarmNobody() {
    client.open(1);
    client.send(
        Wire.request(3, "/no/method"), Wire.headers(3, Wire.END_STREAM, "trailer", "value"));

    client.send(Wire.data(1, 0, Wire.message(HELLO)));

    assertThat(FrameClient.content(client.received(), 1)).isEqualTo(Wire.message(HELLO));
  }

  @Test
  void aMessageComesBackAndTheCallEndsWithTheClient() {
    client.open(1);
    client.send(Wire.data(1, Wire.END_STREAM, Wire.message(HELLO)));

    List<Frame> frames = client.received();
    assertThat(FrameClient.content(frames, 1)).isEqualTo(Wire.message(HELLO));
    assertThat(frames.getLast().isEnd()).isTrue();
    assertThat(frames.getLast().fields()).isEqualTo("grpc-status=0");
    assertThat(echo.last().events()).containsExactly("message", "half-close", "complete");
  }

  @Test
  void theEndOfTheStreamMayComeWithTheHeaders() {
    client.send(Wire.request(1, FrameClient.METHOD, Wire.END_STREAM));

    assertThat(echo.last().events()).containsExactly("half-close", "complete");
  }

  @Test
  void theEndOfTheStreamMayComeWithTrailers() {
    client.open(1);
    client.send(
        Wire.data(1, 0, Wire.message(HELLO)), Wire.headers(1, Wire.END_STREAM, "trailer", "value"));

    assertThat(echo.last().events()).containsExactly("message", "half-close", "complete");
  }

  @Test
  void theEndOfTheStreamInsideAMessageIsAnError() {
    client.open(1);
    client.send(Wire.data(1, Wire.END_STREAM, Wire.prefix(5)));

    assertThat(client.received(Http2FrameTypes.HEADERS, 1))
        .singleElement()
        .extracting(Frame::fields)
        .asString()
        .contains("grpc-status=13", "the end of the stream inside a message");
    assertThat(echo.last().events()).containsExactly("cancel");
  }

  @Test
  void aStatusIsToldWithItsMessageWhateverCharactersItHas() {
    String message = "ä € 😀 % \" \n tab\t";
    use(
        new Heard(call -> {
          call.close(Status.ABORTED.withDescription(message));
          return CallHandler.NONE;
        }));
    client.open(1);

    assertThat(client.received(Http2FrameTypes.HEADERS, 1).getFirst().fields())
        .endsWith("grpc-status=10 grpc-message=%C3%A4 %E2%82%AC %F0%9F%98%80 %25 \" %0A tab%09");
  }

  @Test
  void aHandlerThatDoesNotAskHoldsItsClientToTheWindowOfTheStream() {
    use(new Heard(_ -> deaf()));
    client.open(1);
    client.send(Wire.times(FRAMES, Wire.data(1, 0, new byte[FRAME_BYTES])));
    assertThat(client.received(Http2FrameTypes.WINDOW_UPDATE, 1)).isEmpty();

    client.send(Wire.data(1, 0, new byte[1]));

    assertThat(client.received(Http2FrameTypes.RST_STREAM, 1)).hasSize(1);
    assertThat(client.channel.isActive()).isTrue();
  }

  @Test
  void whatIsWaitingForAHandlerHoldsUpNoOtherCall() {
    Heard first = use(new Heard(call -> new Idle(call)));
    byte[] message = Wire.message(new byte[FRAME_BYTES - Wire.PREFIX_BYTES]);
    for (int stream = 1; stream < 40; stream += 2) {
      client.open(stream);
      client.send(Wire.times(FRAMES, Wire.data(stream, 0, message)));
    }
    assertThat(client.channel.isActive()).isTrue();
    assertThat(first.calls).hasSize(20).allMatch(call -> call.events().equals(List.of("message")));
  }

  @Test
  void aHandlerThatAsksAgainGivesTheWindowBack() {
    Heard idle = use(new Heard(call -> new Idle(call)));
    client.open(1);
    byte[] message = Wire.message(new byte[FRAME_BYTES - Wire.PREFIX_BYTES]);
    client.send(Wire.times(FRAMES, Wire.data(1, 0, message)));
    assertThat(client.received(Http2FrameTypes.WINDOW_UPDATE, 1)).isEmpty();

    for (int i = 0; i < FRAMES; i++) {
      idle.last().call.request();
    }

    assertThat(client.received(Http2FrameTypes.WINDOW_UPDATE, 1))
        .singleElement()
        .matches(update -> update.number() == WINDOW_BYTES);
    assertThat(idle.last().messages).hasSize(FRAMES);
  }

  @Test
  void paddingIsPartOfTheWindow() {
    use(new Heard(_ -> deaf()));
    client.open(1);
    client.send(Wire.times(WINDOW_BYTES / 256, Wire.padded(1, new byte[1], 254)));
    assertThat(client.received(Http2FrameTypes.RST_STREAM, 1)).isEmpty();

    client.send(Wire.padded(1, new byte[1], 0));

    assertThat(client.received(Http2FrameTypes.RST_STREAM, 1)).hasSize(1);
  }

  @Test
  void paddingIsGivenBack() {
    client.open(1);
    client.send(Wire.times(2 * WINDOW_BYTES / 256, Wire.padded(1, Wire.prefix(0), 250)));
    assertThat(client.received(Http2FrameTypes.WINDOW_UPDATE, 1)).isNotEmpty();
    assertThat(echo.last().messages).hasSize(2 * WINDOW_BYTES / 256);
  }

  @Test
  void framesOfPaddingAloneAreNoMessages() {
    client.open(1);
    client.send(Wire.padded(1, new byte[0], 100), Wire.padded(1, new byte[0], 100));
    client.send(Wire.data(1, Wire.END_STREAM, Wire.message(HELLO)));

    assertThat(echo.last().events()).containsExactly("message", "half-close", "complete");
  }

  @Test
  void aFrameForEachByteGivesTheMessage() {
    client.open(1);
    for (byte each : Wire.message(HELLO)) {
      client.send(Wire.data(1, 0, new byte[] {each}));
    }
    assertThat(echo.last().messages).containsExactly(HELLO);
  }

  @Test
  void anEndlessRowOfEmptyFramesEndsTheConnection() {
    client.open(1);
    client.send(Wire.times(10, Wire.data(1, 0, new byte[0])));
    assertThat(client.channel.isActive()).isFalse();
    assertThat(echo.last().events()).containsExactly("cancel");
  }

  @Test
  void aResetInAnyPhaseCancels() {
    byte[] message = Wire.message(HELLO);
    List<byte[]> phases =
        List.of(
            new byte[0],
            Wire.data(1, 0, Wire.prefix(5)),
            Wire.data(1, 0, message),
            Wire.data(1, 0, Wire.join(message, message, Wire.prefix(1))));
    for (byte[] phase : phases) {
      Heard idle = use(new Heard(call -> new Idle(call)));
      client.send(Wire.request(1, FrameClient.METHOD), phase);
      client.send(Wire.reset(1));
      assertThat(idle.last().events()).endsWith("cancel");
      assertEndedOnce(idle);
    }
  }

  @Test
  void aResetAfterTheClientClosedCancels() {
    Heard idle = use(new Heard(call -> new Idle(call)));
    client.send(Wire.request(1, FrameClient.METHOD, Wire.END_STREAM));
    client.send(Wire.reset(1));

    assertThat(idle.last().events()).containsExactly("half-close", "cancel");
  }

  @Test
  void aResetWhileTheStatusWaitsForTheWindowCompletes() {
    client.send(Wire.initialWindow(3));
    client.open(1);
    client.send(Wire.data(1, Wire.END_STREAM, Wire.message(HELLO)));
    assertThat(echo.last().events()).containsExactly("message", "half-close");

    client.send(Wire.reset(1));

    assertThat(echo.last().events()).endsWith("complete");
  }

  @Test
  void theEndOfTheConnectionCancels() {
    client.open(1);
    var _ = client.channel.close();

    assertThat(echo.last().events()).containsExactly("cancel");
  }

  @Test
  void aHandlerMayCloseBeforeItIsThere() {
    Heard refusing =
        use(
            new Heard(call -> {
              call.close(Status.UNAVAILABLE);
              call.close(Status.OK);
              call.request();
              return CallHandler.NONE;
            }));
    client.send(Wire.request(1, FrameClient.METHOD), Wire.data(1, 0, Wire.message(HELLO)));

    assertThat(client.received(Http2FrameTypes.HEADERS, 1).getFirst().fields())
        .contains("grpc-status=14");
    assertThat(refusing.last().events()).containsExactly("complete");
  }

  @Test
  void aCallThatClosedHearsOfNoMoreMessages() {
    Heard once =
        use(
            new Heard(call ->
                new Echo(call) {
                  @Override
                  public void onMessage(byte[] message) {
                    call.close(Status.OK);
                    call.request();
                  }
                }));
    byte[] message = Wire.message(HELLO);
    client.send(
        Wire.request(1, FrameClient.METHOD),
        Wire.data(1, Wire.END_STREAM, Wire.join(message, message, message)));

    assertThat(once.last().events()).containsExactly("message", "complete");
  }

  @Test
  void aHandlerIsNotToldItsEndWhileItCloses() {
    List<String> order = new ArrayList<>();
    use(
        new Heard(call ->
            new Echo(call) {
              @Override
              public void onMessage(byte[] message) {
                call.close(Status.OK);
                order.add("closed");
              }

              @Override
              public void onComplete() {
                order.add("complete");
              }
            }));
    client.open(1);
    client.send(Wire.data(1, 0, Wire.message(HELLO)));

    assertThat(order).containsExactly("closed", "complete");
  }

  @Test
  void aCallThatClosedTakesNoMemoryAndNoWindow() {
    use(
        new Heard(call -> {
          call.close(Status.OK);
          return CallHandler.NONE;
        }));
    for (int stream = 1; stream < 40; stream += 2) {
      client.open(stream);
      client.send(Wire.times(FRAMES, Wire.data(stream, 0, new byte[FRAME_BYTES])));
      assertThat(client.connection().connection().numActiveStreams()).isZero();
    }
    assertThat(client.channel.isActive()).isTrue();
  }

  @Test
  void whatIsSentWaitsForTheWindow() {
    client.send(Wire.initialWindow(0));
    client.open(1);
    client.send(Wire.data(1, Wire.END_STREAM, Wire.message(HELLO)));
    assertThat(FrameClient.content(client.received(), 1)).isEmpty();

    client.send(Wire.windowUpdate(1, 4));
    assertThat(FrameClient.content(client.received(), 1)).hasSize(4);
    client.send(Wire.initialWindow(100));

    List<Frame> frames = client.received();
    assertThat(FrameClient.content(frames, 1)).hasSize(6);
    assertThat(frames.getLast().isEnd()).isTrue();
  }

  @Test
  void aWindowBelowZeroHoldsWhatIsSentUntilItIsPaidBack() {
    client.open(1);
    client.send(Wire.data(1, 0, Wire.message(HELLO)));
    client.send(Wire.initialWindow(0));
    client.send(Wire.data(1, 0, Wire.message(HELLO)));
    assertThat(FrameClient.content(client.received(), 1)).hasSize(10);

    client.send(Wire.windowUpdate(1, 10));
    assertThat(FrameClient.content(client.received(), 1)).isEmpty();
    client.send(Wire.windowUpdate(1, 10));

    assertThat(FrameClient.content(client.received(), 1)).isEqualTo(Wire.message(HELLO));
  }

  @Test
  void aHandlerHearsWhenTheClientReadsAgain() {
    client.send(Wire.initialWindow(3));
    client.open(1);
    byte[] message = Wire.message(HELLO);
    client.send(Wire.data(1, 0, Wire.join(message, message)));
    assertThat(echo.last().messages).hasSize(1);

    client.send(Wire.windowUpdate(1, 17));

    assertThat(echo.last().messages).hasSize(2);
    assertThat(FrameClient.content(client.received(), 1)).isEqualTo(Wire.join(message, message));
  }

  @Test
  void aPingIsAnswered() {
    client.send(Wire.ping(0, 42));

    assertThat(client.received(Http2FrameTypes.PING, 0))
        .singleElement()
        .matches(frame -> (frame.flags() & Wire.ACK) != 0);
  }

  @Test
  void aMessageThatIsTooLargeEndsItsCallOnly() {
    client.open(1);
    client.open(3);
    client.send(Wire.data(1, 0, Wire.prefix(TestServer.MESSAGE_BYTES + 1)));
    client.send(Wire.data(3, 0, Wire.message(HELLO)));

    List<Frame> frames = client.received();
    assertThat(frames).anyMatch(frame -> frame.fields().contains("grpc-status=8"));
    assertThat(FrameClient.content(frames, 3)).isEqualTo(Wire.message(HELLO));
    assertThat(echo.calls.getFirst().events()).containsExactly("cancel");
  }

  @Test
  void headersThatAreTooLargeAreTold() {
    String[] many = new String[260];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "name" + i;
      many[i + 1] = "x".repeat(100);
    }
    client.send(Wire.headers(1, 0, many));

    assertThat(client.received(Http2FrameTypes.HEADERS, 1).getFirst().fields())
        .isEqualTo(":status=431");
    client.open(3);
    assertThat(echo.calls).hasSize(1);
  }

  @Test
  void aHandlerThatFailsEndsItsCallOnly() {
    List<Throwable> failures = List.of(new IllegalStateException("test"), new StackOverflowError());
    for (Throwable failure : failures) {
      Heard failing = use(new Heard(call -> new Failing(call, failure)));
      client.open(1);
      client.open(3);
      client.send(Wire.data(1, 0, Wire.message(HELLO)));

      assertThat(client.received(Http2FrameTypes.HEADERS, 1).getLast().fields())
          .contains("grpc-status=13");
      assertThat(failing.calls.getFirst().events()).containsExactly("message", "complete");
      assertThat(failing.last().events()).isEmpty();
      assertThat(client.channel.isActive()).isTrue();
      assertThat(client.connection().connection().numActiveStreams()).isOne();
    }
  }

  private static final class Failing extends Echo {
    private final Throwable failure;

    Failing(GrpcCall call, Throwable failure) {
      super(call);
      this.failure = failure;
    }

    @Override
    public void onMessage(byte[] message) {
      Failing.<RuntimeException>fail(failure);
    }

    @Override
    public void onComplete() {
      Failing.<RuntimeException>fail(failure);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable failure) throws T {
      throw (T) failure;
    }
  }

  @Test
  void aMethodThatFailsEndsItsCallOnly() {
    Heard failing =
        use(
            new Heard(_ -> {
              throw new IllegalStateException("test");
            }));
    client.open(1);

    assertThat(client.received(Http2FrameTypes.HEADERS, 1).getFirst().fields())
        .contains("grpc-status=13");
    assertThat(failing.calls).isEmpty();
    assertThat(client.channel.isActive()).isTrue();
  }

  @Test
  void aCallThatBeginsOnAConnectionThatIsGoneEndsAsWell() {
    Heard late =
        use(
            new Heard(call -> {
              var _ = client.channel.close();
              call.close(Status.OK);
              return new Idle(call);
            }));
    client.open(1);

    assertThat(late.last().events()).hasSize(1);
  }
}
