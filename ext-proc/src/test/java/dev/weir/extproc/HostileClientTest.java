package dev.weir.extproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.weir.extproc.server.Limits;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpHeaders;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProtocolConfiguration;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Clients that no proxy is, over real sockets: theirs is an error with a status and a counter,
/// memory stays bounded, and everybody else is served.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientTest {
  private RunningHost host;
  private ProcessClient client;

  @BeforeAll
  void start() throws Exception {
    host = new RunningHost(options -> options);
  }

  @BeforeEach
  void connect() {
    client = new ProcessClient(host.address());
  }

  @AfterEach
  void serveOthersAndForget() throws Exception {
    host.assertServes();
    client.close();
    host.awaitNothingLeft();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private static ProcessingRequest headers(HttpHeaders headers, BodySendMode mode) {
    return ProcessingRequest.newBuilder()
        .setProtocolConfig(ProtocolConfiguration.newBuilder().setRequestBodyMode(mode))
        .setRequestHeaders(headers)
        .build();
  }

  private static ProcessingRequest body(int bytes) {
    return ProcessingRequest.newBuilder()
        .setRequestBody(HttpBody.newBuilder().setBody(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  private static HttpHeaders post() {
    return ProcessClient.headers(false, ":method", "POST", ":path", "/", ":authority", "a");
  }

  @Test
  void aMessageOf64MiBIsRefusedBeforeItIsRead() throws Exception {
    double before = host.refused("message");
    ProcessClient.Call call = client.open(RunningHost.CHAIN);

    call.send(body(64 << 20));

    assertThat(call.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(host.refused("message")).isEqualTo(before + 1);
  }

  @Test
  void aMessageOf64MiBBehindOthersIsRefusedAsWell() throws Exception {
    double before = host.refused("message");
    ProcessClient.Call call = client.open(RunningHost.CHAIN);
    call.ask(headers(post(), BodySendMode.BUFFERED));

    call.send(body(64 << 20));

    assertThat(call.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(host.refused("message")).isEqualTo(before + 1);
  }

  @Test
  void aHundredThousandHeadersAreRefused() throws Exception {
    HttpHeaders.Builder many = post().toBuilder();
    HeaderValue one =
        HeaderValue.newBuilder().setKey("x").setRawValue(ByteString.copyFromUtf8("y")).build();
    Stream.generate(() -> one).limit(100_000).forEach(many.getHeadersBuilder()::addHeaders);
    ProcessClient.Call call = client.open(RunningHost.CHAIN);

    call.send(headers(many.build(), BodySendMode.NONE));

    Status end = call.end();
    assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.getDescription()).contains("more headers (limit: 10000)");
    assertThat(host.meters.counter("weir.extproc.protocol.violations").count()).isPositive();
  }

  @Test
  void moreMetadataThanTheLimitIsRefusedByName() throws Exception {
    double before = host.refused("metadata");

    Status end = client.open("x".repeat(20 << 10)).end();

    assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.getDescription()).contains("limit: --max-metadata");
    assertThat(host.refused("metadata")).isEqualTo(before + 1);
  }

  @Test
  void metadataThatIsLargerStillIsNotRead() throws Exception {
    assertThat(client.open("x".repeat(1 << 20)).end().isOk()).isFalse();
  }

  @Test
  void aClientThatNeverReadsFillsItsWindowAndNoMore() throws Exception {
    int mostBytes = 16 << 20;
    try (DeafClient deaf = new DeafClient(host.address(), RunningHost.CHAIN)) {
      int sent =
          deaf.sendUntilFull(
              headers(post(), BodySendMode.FULL_DUPLEX_STREAMED), body(60_000), mostBytes);

      assertThat(sent).isLessThan(mostBytes);
      assertThat(host.gauge("weir.extproc.body.held"))
          .isLessThanOrEqualTo(Limits.DEFAULT.messageBytes());
      host.assertServes();
    }
  }

  @Test
  void aClientThatSendsByteByByteHoldsNobodyUp() throws Exception {
    byte[] message = ProcessClient.get("/").toByteArray();
    try (RawClient slow = new RawClient(host.address(), RunningHost.CHAIN)) {
      slow.beginMessage(message.length);
      for (byte each : message) {
        slow.send(each);
        host.assertServes();
      }
      assertThat(slow.receivesData()).isTrue();
    }
  }

  @Test
  void tenThousandStreamsThatAreOpenedAndResetLeaveNothing() throws Exception {
    List<ProcessClient> clients =
        Stream.generate(() -> new ProcessClient(host.address())).limit(3).toList();
    List<ProcessClient.Call> calls = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      ProcessClient.Call call = clients.get(i % clients.size()).open(RunningHost.CHAIN);
      call.send(headers(post(), BodySendMode.STREAMED));
      calls.add(call);
    }
    host.assertServes();

    calls.forEach(ProcessClient.Call::reset);

    host.awaitNothingLeft();
    clients.forEach(ProcessClient::close);
  }
}
