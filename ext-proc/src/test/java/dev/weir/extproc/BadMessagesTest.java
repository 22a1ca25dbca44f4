package dev.weir.extproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpTrailers;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.grpc.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Messages that no proxy sends: their stream ends with a status, all others go on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadMessagesTest {
  private RunningHost host;
  private ProcessClient proxy;

  @BeforeAll
  void start() throws Exception {
    host = new RunningHost(options -> options.withLanes(1));
    proxy = new ProcessClient(host.address());
  }

  @AfterAll
  void stop() {
    proxy.close();
    host.close();
  }

  /// Whatever a test did, the next exchange is served.
  @AfterEach
  void servesOthers() throws Exception {
    assertThat(proxy.open(RunningHost.CHAIN).ask(ProcessClient.get("/")).hasRequestHeaders())
        .isTrue();
  }

  private Status endAfter(ProcessingRequest... messages) throws InterruptedException {
    ProcessClient.Call call = proxy.open(RunningHost.CHAIN);
    for (ProcessingRequest message : messages) {
      call.send(message);
    }
    return call.end();
  }

  private double violations() {
    return host.meters.counter("weir.extproc.protocol.violations").count();
  }

  private static ProcessingRequest body(int bytes) {
    return ProcessingRequest.newBuilder()
        .setRequestBody(HttpBody.newBuilder().setBody(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  @Test
  void refusesTooManyHeaders() throws Exception {
    double before = violations();
    String[] headers = new String[2 * 100_000];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = "x";
    }

    Status end =
        endAfter(
            ProcessingRequest.newBuilder()
                .setRequestHeaders(ProcessClient.headers(true, headers))
                .build());

    assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.getDescription()).contains("more headers (limit: 10000)");
    assertThat(violations()).isEqualTo(before + 1);
  }

  @Test
  void refusesABodyBeyondTheMessageLimit() throws Exception {
    assertThat(endAfter(body(64 << 20)).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void refusesPartsOutOfOrder() throws Exception {
    double before = violations();
    ProcessingRequest trailers =
        ProcessingRequest.newBuilder()
            .setRequestTrailers(HttpTrailers.getDefaultInstance())
            .build();

    Status end = endAfter(trailers, trailers);

    assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.getDescription())
        .isEqualTo(
            "REQUEST trailers: after ENDED (expected: headers, body, trailers, each direction once)");
    assertThat(violations()).isEqualTo(before + 1);
  }

  @Test
  void refusesHeadersTwice() throws Exception {
    ProcessClient.Call call = proxy.open(RunningHost.CHAIN);
    call.ask(ProcessClient.get("/"));
    call.send(ProcessClient.get("/"));

    assertThat(call.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void saysNothingToAMessageWithoutPart() throws Exception {
    ProcessClient.Call call = proxy.open(RunningHost.CHAIN);
    call.send(ProcessingRequest.getDefaultInstance());

    assertThat(call.ask(ProcessClient.get("/")).hasRequestHeaders()).isTrue();
  }
}
