package dev.weir.extproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.weir.proto.v1alpha1.FilterChain;
import io.envoyproxy.envoy.service.network_ext_proc.v3.Data;
import io.envoyproxy.envoy.service.network_ext_proc.v3.NetworkExternalProcessorGrpc;
import io.envoyproxy.envoy.service.network_ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.network_ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.network_ext_proc.v3.ProcessingResponse.ConnectionStatus;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Network ext_proc as a proxy speaks it, on the wire.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkServiceTest {
  private static final String CHAIN = "weir.network@r1";

  private RunningHost host;
  private ManagedChannel channel;

  @BeforeAll
  void start() throws Exception {
    host = new RunningHost(options -> options.withLanes(1));
    host.load(
        "weir.network",
        FilterChain.Traffic.TCP,
        RunningHost.plugin("default/first-bytes", "first-bytes").toBuilder()
            .setConfiguration(ByteString.copyFromUtf8("{\"begins\":\"HI\",\"mask\":\"both\"}"))
            .build());
    channel = ManagedChannelBuilder.forTarget(host.address()).usePlaintext().build();
  }

  @AfterAll
  void stop() {
    channel.shutdownNow();
    host.close();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    host.awaitNothingLeft();
  }

  @Test
  void dataComesBackAsThePluginsLeaveIt() throws Exception {
    Connection connection = open(CHAIN);

    assertServes(connection);
    assertThat(connection.ask(write("34")).getWriteData().getData().toStringUtf8()).isEqualTo("##");
    connection.cancel();
  }

  @Test
  void aConnectionThatBeginsWronglyIsClosed() throws Exception {
    double before = closed("plugin");
    Connection connection = open(CHAIN);

    connection.messages.onNext(read("GET"));
    ProcessingResponse answer = connection.next();
    while (answer.getConnectionStatus() == ConnectionStatus.CONTINUE) {
      assertThat(answer.getReadData().getData().isEmpty()).isTrue();
      answer = connection.next();
    }

    assertThat(answer.getConnectionStatus()).isEqualTo(ConnectionStatus.CLOSE);
    assertThat(closed("plugin")).isEqualTo(before + 1);
    connection.cancel();
  }

  @Test
  void aChainForRequestsIsNoneForConnections() throws Exception {
    Connection connection = open(RunningHost.CHAIN);

    assertThat(connection.ask(read("HI")).getConnectionStatus()).isEqualTo(ConnectionStatus.CLOSE);
    connection.cancel();
  }

  @Test
  void aChainForConnectionsIsNoneForRequests() throws Exception {
    try (ProcessClient proxy = new ProcessClient(host.address())) {
      assertThat(proxy.open(CHAIN).ask(ProcessClient.get("/")).hasImmediateResponse()).isTrue();
    }
  }

  @Test
  void aMessageWithoutDataEndsItsStreamOnly() throws Exception {
    double before = host.meters.counter("weir.extproc.protocol.violations").count();
    Connection broken = open(CHAIN);
    broken.messages.onNext(ProcessingRequest.getDefaultInstance());

    Status end = broken.end.get(20, TimeUnit.SECONDS);
    assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.getDescription()).contains("no data (expected: read_data or write_data)");
    assertThat(host.meters.counter("weir.extproc.protocol.violations").count())
        .isEqualTo(before + 1);
    Connection other = open(CHAIN);
    assertServes(other);
    other.cancel();
  }

  private static void assertServes(Connection connection) throws InterruptedException {
    assertThat(connection.ask(read("HI 12")).getReadData().getData().toStringUtf8())
        .isEqualTo("HI ##");
  }

  private double closed(String reason) {
    return host.meters.counter("weir.extproc.connections.closed", "reason", reason).count();
  }

  private Connection open(String chain) {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of("weir-chain", Metadata.ASCII_STRING_MARSHALLER), chain);
    return new Connection(
        NetworkExternalProcessorGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata)));
  }

  private static ProcessingRequest read(String data) {
    return ProcessingRequest.newBuilder().setReadData(data(data)).build();
  }

  private static ProcessingRequest write(String data) {
    return ProcessingRequest.newBuilder().setWriteData(data(data)).build();
  }

  private static Data data(String text) {
    return Data.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
  }

  private static final class Connection implements StreamObserver<ProcessingResponse> {
    private final BlockingQueue<ProcessingResponse> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final StreamObserver<ProcessingRequest> messages;

    Connection(NetworkExternalProcessorGrpc.NetworkExternalProcessorStub stub) {
      messages = stub.process(this);
    }

    ProcessingResponse ask(ProcessingRequest message) throws InterruptedException {
      messages.onNext(message);
      return next();
    }

    ProcessingResponse next() throws InterruptedException {
      ProcessingResponse answer = answers.poll(20, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("no answer within 20 s");
      }
      return answer;
    }

    /// As Envoy ends a stream.
    void cancel() {
      messages.onError(Status.CANCELLED.asRuntimeException());
    }

    @Override
    public void onNext(ProcessingResponse answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }
}
