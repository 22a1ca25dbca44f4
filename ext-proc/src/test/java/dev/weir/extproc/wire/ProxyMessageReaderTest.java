package dev.weir.extproc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.ProxyMessage.Protocol;
import dev.weir.proxywasm.http.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpHeaders;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpTrailers;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProtocolConfiguration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Against the generated stubs as the other side.
class ProxyMessageReaderTest {
  private static final int RUNS = 2_000;

  private static io.envoyproxy.envoy.config.core.v3.HeaderMap map(String... namesAndValues) {
    var map = io.envoyproxy.envoy.config.core.v3.HeaderMap.newBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.addHeaders(
          HeaderValue.newBuilder()
              .setKey(namesAndValues[i])
              .setRawValue(ByteString.copyFromUtf8(namesAndValues[i + 1])));
    }
    return map.build();
  }

  @Test
  void readsHeadersAsTheyStandThere() {
    ProcessingRequest request =
        ProcessingRequest.newBuilder()
            .setRequestHeaders(
                HttpHeaders.newBuilder()
                    .setHeaders(map(":path", "/x", "accept", "", "cookie", "a", "cookie", "b"))
                    .setEndOfStream(true))
            .build();

    Part part = ProxyMessageReader.read(request.toByteArray()).part();

    assertThat(part).isInstanceOf(Part.Headers.class);
    Part.Headers headers = (Part.Headers) part;
    assertThat(headers.direction()).isEqualTo(Direction.REQUEST);
    assertThat(headers.endOfStream()).isTrue();
    assertThat(text(headers.map())).isEqualTo(":path=/x;accept=;cookie=a;cookie=b;");
    assertThat(headers.map().edited()).isFalse();
  }

  @Test
  void readsValuesOfProxiesThatSendThemAsText() {
    HeaderValue old = HeaderValue.newBuilder().setKey("Accept").setValue("*/*").build();
    ProcessingRequest request =
        ProcessingRequest.newBuilder()
            .setResponseTrailers(
                HttpTrailers.newBuilder()
                    .setTrailers(
                        io.envoyproxy.envoy.config.core.v3.HeaderMap.newBuilder().addHeaders(old)))
            .build();

    Part part = ProxyMessageReader.read(request.toByteArray()).part();

    assertThat(text(((Part.Trailers) part).map())).isEqualTo("accept=*/*;");
  }

  @Test
  void readsABodyWithoutCopyingIt() {
    byte[] message =
        ProcessingRequest.newBuilder()
            .setResponseBody(
                HttpBody.newBuilder().setBody(ByteString.copyFromUtf8("body")).setEndOfStream(true))
            .build()
            .toByteArray();

    Part.Body body = (Part.Body) ProxyMessageReader.read(message).part();

    assertThat(body).isEqualTo(new Part.Body(Direction.RESPONSE, Slice.utf8("body"), true));
    assertThat(body.bytes().array()).isSameAs(message);
  }

  @Test
  void readsHowBodiesAreSent() {
    ProcessingRequest request =
        ProcessingRequest.newBuilder()
            .setProtocolConfig(
                ProtocolConfiguration.newBuilder()
                    .setRequestBodyMode(BodySendMode.BUFFERED_PARTIAL)
                    .setResponseBodyMode(BodySendMode.FULL_DUPLEX_STREAMED)
                    .setSendBodyWithoutWaitingForHeaderResponse(true))
            .build();

    assertThat(ProxyMessageReader.read(request.toByteArray()).protocol())
        .contains(new Protocol(BodyMode.BUFFERED_PARTIAL, BodyMode.FULL_DUPLEX_STREAMED, true));
  }

  @Test
  void readsAttributesInEitherLayout() {
    Struct envoy =
        Struct.newBuilder()
            .putFields("request.path", Value.newBuilder().setStringValue("/x").build())
            .build();
    Struct grpc =
        Struct.newBuilder().putFields("", Value.newBuilder().setNumberValue(7).build()).build();
    ProcessingRequest request =
        ProcessingRequest.newBuilder()
            .putAttributes("envoy.filters.http.ext_proc", envoy)
            .putAttributes("source.port", grpc)
            .build();

    assertThat(StructReader.read(ProxyMessageReader.read(request.toByteArray()).attributes()))
        .containsEntry("request.path", new StructReader.Value.Text("/x"))
        .containsEntry("source.port", new StructReader.Value.Numeric(7));
  }

  @Test
  void refusesMoreAttributesThanAnyProxySends() {
    byte[] entries = new byte[200_000]; // each is a tag and a length of 0
    for (int i = 0; i < entries.length; i += 2) {
      entries[i] = 0x4a;
    }

    assertThat(ProxyMessageReader.read(entries).part())
        .isInstanceOfSatisfying(
            Part.Malformed.class,
            part -> assertThat(part.reason()).isEqualTo("attributes: more entries (limit: 1000)"));
  }

  @Test
  void passesOverFieldsItDoesNotKnow() {
    // client_window_update (13), newer than the stubs, and an unknown fixed64 (100)
    byte[] message = {0x6a, 0x02, 0x08, 0x05, (byte) 0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8};

    assertThat(ProxyMessageReader.read(message).part()).isEqualTo(new Part.None());
  }

  @Test
  void refusesMoreHeadersThanAnyProxySends() {
    var many = io.envoyproxy.envoy.config.core.v3.HeaderMap.newBuilder();
    for (int i = 0; i < 100_000; i++) {
      many.addHeaders(HeaderValue.newBuilder().setKey("a"));
    }
    ProcessingRequest request =
        ProcessingRequest.newBuilder()
            .setRequestHeaders(HttpHeaders.newBuilder().setHeaders(many))
            .build();

    assertThat(ProxyMessageReader.read(request.toByteArray()).part())
        .isEqualTo(new Part.Malformed("ext_proc message: more headers (limit: 10000)"));
  }

  @Test
  void takesAnyBytesWithoutFailing() {
    for (long seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      byte[] message = message(random).toByteArray();
      for (int i = random.nextInt(4); i >= 0 && message.length > 0; i--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt();
      }
      byte[] cut = java.util.Arrays.copyOf(message, random.nextInt(message.length + 1));
      try {
        ProxyMessage read = ProxyMessageReader.read(cut);
        assertThat(read.part()).isNotNull();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void readsWhatTheStubsWrite() {
    for (long seed = 0; seed < RUNS; seed++) {
      ProcessingRequest written = message(new Random(seed));

      Part part = ProxyMessageReader.read(written.toByteArray()).part();

      assertThat(describe(part)).as("seed %d", seed).isEqualTo(describe(written));
    }
  }

  private static ProcessingRequest message(Random random) {
    ProcessingRequest.Builder request = ProcessingRequest.newBuilder();
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    boolean end = random.nextBoolean();
    var map =
        map("a".repeat(1 + random.nextInt(200)), "1", "b", "x".repeat(random.nextInt(20_000)));
    HttpHeaders headers = HttpHeaders.newBuilder().setHeaders(map).setEndOfStream(end).build();
    HttpBody body =
        HttpBody.newBuilder().setBody(ByteString.copyFrom(bytes)).setEndOfStream(end).build();
    return switch (random.nextInt(5)) {
      case 0 -> request.setRequestHeaders(headers).build();
      case 1 -> request.setResponseHeaders(headers).build();
      case 2 -> request.setRequestBody(body).build();
      case 3 -> request.setResponseBody(body).build();
      default -> request.setRequestTrailers(HttpTrailers.newBuilder().setTrailers(map)).build();
    };
  }

  private static String describe(ProcessingRequest request) {
    return switch (request.getRequestCase()) {
      case REQUEST_HEADERS -> "REQUEST " + describe(request.getRequestHeaders());
      case RESPONSE_HEADERS -> "RESPONSE " + describe(request.getResponseHeaders());
      case REQUEST_BODY -> "REQUEST " + describe(request.getRequestBody());
      case RESPONSE_BODY -> "RESPONSE " + describe(request.getResponseBody());
      default -> "REQUEST " + text(request.getRequestTrailers().getTrailers());
    };
  }

  private static String describe(HttpHeaders headers) {
    return text(headers.getHeaders()) + headers.getEndOfStream();
  }

  private static String describe(HttpBody body) {
    return body.getBody().hashCode() + " " + body.getBody().size() + body.getEndOfStream();
  }

  private static String describe(Part part) {
    return switch (part) {
      case Part.Headers(var direction, var map, boolean end) -> direction + " " + text(map) + end;
      case Part.Body(var direction, var bytes, boolean end, var _) -> {
        ByteString copy = ByteString.copyFrom(bytes.toByteArray());
        yield direction + " " + copy.hashCode() + " " + copy.size() + end;
      }
      case Part.Trailers(var direction, var map) -> direction + " " + text(map);
      case Part.None(), Part.Malformed(_) -> part.toString();
    };
  }

  private static String text(io.envoyproxy.envoy.config.core.v3.HeaderMap map) {
    StringBuilder text = new StringBuilder();
    map.getHeadersList()
        .forEach(header ->
            text.append(header.getKey() + "=" + header.getRawValue().toStringUtf8() + ";"));
    return text.toString();
  }

  private static String text(HeaderMap map) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < map.size(); i++) {
      text.append(map.name(i) + "=" + map.value(i) + ";");
    }
    return text.toString();
  }
}
