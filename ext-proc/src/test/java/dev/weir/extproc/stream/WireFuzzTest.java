package dev.weir.extproc.stream;

import com.google.protobuf.ByteString;
import dev.weir.extproc.chain.FakeStage;
import dev.weir.extproc.wire.ProxyMessageReader;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpHeaders;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpTrailers;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProtocolConfiguration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Streams of messages as bytes, some of them damaged: a stream ends with a reason or goes on, and
/// leaves nothing behind.
class WireFuzzTest {
  private static final int RUNS = 20_000;

  /// `BodySendMode`s, and one that is none.
  private static final int MODES = 7;

  @Test
  void survivesDamagedMessages() {
    StreamFuzz.each(RUNS, WireFuzzTest::run);
  }

  private static void run(Random random) {
    FakeStage plugin =
        new FakeStage("p")
            .onHeaders((x, c) ->
                random.nextInt(4) == 0 ? HeadersAction.STOP_ITERATION : HeadersAction.CONTINUE)
            .onBody((x, c) ->
                random.nextInt(4) == 0 ? DataAction.STOP_AND_BUFFER : DataAction.CONTINUE);
    StreamFuzz stream =
        StreamFuzz.begin(plugin, Terms.UNKNOWN, ProxyMessageReader.read(bytes(random, true)));
    for (int i = random.nextInt(8); i > 0; i--) {
      stream.message(ProxyMessageReader.read(bytes(random, false)));
    }
    stream.end();
  }

  /// A message, one in three with a byte or two changed, one in ten cut off.
  private static byte[] bytes(Random random, boolean first) {
    byte[] bytes = message(random, first).toByteArray();
    if (bytes.length > 0 && random.nextInt(3) == 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }

  private static ProcessingRequest message(Random random, boolean first) {
    ProcessingRequest.Builder message = ProcessingRequest.newBuilder();
    if (first) {
      message.setProtocolConfig(
          ProtocolConfiguration.newBuilder()
              .setRequestBodyModeValue(random.nextInt(MODES))
              .setResponseBodyModeValue(random.nextInt(MODES)));
    }
    return switch (first ? 0 : random.nextInt(6)) {
      case 0 -> message.setRequestHeaders(headers(random)).build();
      case 1 -> message.setResponseHeaders(headers(random)).build();
      case 2 -> message.setRequestBody(body(random)).build();
      case 3 -> message.setResponseBody(body(random)).build();
      case 4 -> message.setRequestTrailers(HttpTrailers.newBuilder().setTrailers(map())).build();
      default -> message.setResponseTrailers(HttpTrailers.newBuilder().setTrailers(map())).build();
    };
  }

  private static HttpHeaders headers(Random random) {
    return HttpHeaders.newBuilder().setHeaders(map()).setEndOfStream(random.nextBoolean()).build();
  }

  private static HttpBody body(Random random) {
    return HttpBody.newBuilder()
        .setBody(ByteString.copyFrom(new byte[random.nextInt(20)]))
        .setEndOfStream(random.nextInt(3) == 0)
        .build();
  }

  private static HeaderMap map() {
    return HeaderMap.newBuilder()
        .addHeaders(header(":method", "POST"))
        .addHeaders(header(":path", "/"))
        .addHeaders(header(":status", "200"))
        .addHeaders(header("content-length", "5"))
        .build();
  }

  private static HeaderValue header(String name, String value) {
    return HeaderValue.newBuilder()
        .setKey(name)
        .setRawValue(ByteString.copyFromUtf8(value))
        .build();
  }
}
