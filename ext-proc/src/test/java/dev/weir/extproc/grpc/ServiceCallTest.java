package dev.weir.extproc.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Services that are written for grpc-java.
class ServiceCallTest {
  private final HealthStatusManager health = new HealthStatusManager();
  private TestServer server;
  private GrpcClient client;

  @BeforeEach
  void start() throws IOException {
    Services services =
        new Services()
            .add(health.getHealthService())
            .add(ProtoReflectionServiceV1.newInstance())
            .add(failing());
    server = new TestServer(services, TestServer.OPTIONS, Optional.empty());
    client = new GrpcClient(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /// Of one method, which throws.
  private static BindableService failing() {
    return () ->
        ServerServiceDefinition.builder("test.Service")
            .addMethod(GrpcClient.METHOD, ServerCalls.asyncBidiStreamingCall(_ -> new Failing()))
            .build();
  }

  private static final class Failing implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] message) {
      throw new IllegalStateException("test");
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {}
  }

  @Test
  void healthIsTold() {
    health.setStatus("a", ServingStatus.NOT_SERVING);

    assertThat(HealthGrpc.newBlockingStub(client.channel).check(named("a")).getStatus())
        .isEqualTo(ServingStatus.NOT_SERVING);
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> HealthGrpc.newBlockingStub(client.channel).check(named("b")))
        .matches(e -> e.getStatus().getCode() == Status.Code.NOT_FOUND);
  }

  private static HealthCheckRequest named(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  @Test
  void healthIsWatchedWhileOtherThreadsChangeIt() {
    Iterator<HealthCheckResponse> watch =
        HealthGrpc.newBlockingStub(client.channel)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .watch(named("a"));
    assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVICE_UNKNOWN);

    for (int i = 0; i < 50; i++) {
      ServingStatus next = i % 2 == 0 ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
      health.setStatus("a", next);
      assertThat(watch.next().getStatus()).isEqualTo(next);
    }
  }

  @Test
  void aServiceHearsThatItsClientIsGone() throws Exception {
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    BindableService watching =
        () ->
            ServerServiceDefinition.builder("test.Service")
                .addMethod(
                    GrpcClient.METHOD,
                    ServerCalls.asyncBidiStreamingCall(answers -> {
                      answers.onNext(new byte[] {1});
                      return new Watching(ends);
                    }))
                .build();
    try (TestServer other =
            new TestServer(new Services().add(watching), TestServer.OPTIONS, Optional.empty());
        GrpcClient gone = new GrpcClient(other)) {
      GrpcClient.Call call = gone.open();
      assertThat(call.receive()).hasSize(1);
      call.call.cancel("test", null);
      assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("CANCELLED");
    }
  }

  private record Watching(BlockingQueue<String> ends) implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] message) {}

    @Override
    public void onError(Throwable cause) {
      ends.add(Status.fromThrowable(cause).getCode().name());
    }

    @Override
    public void onCompleted() {}
  }

  private ServerReflectionResponse reflect(ServerReflectionRequest request) throws Exception {
    BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(client.channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    answers.add(answer);
                  }

                  @Override
                  public void onError(Throwable cause) {}

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    ServerReflectionResponse answer = answers.poll(10, TimeUnit.SECONDS);
    requests.onCompleted();
    assertThat(answer).isNotNull();
    return answer;
  }

  @Test
  void reflectionListsServicesAndTheirFiles() throws Exception {
    assertThat(
            reflect(ServerReflectionRequest.newBuilder().setListServices("").build())
                .getListServicesResponse()
                .getServiceList())
        .extracting(ServiceResponse::getName)
        .contains("grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection");
    assertThat(
            reflect(
                    ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol("grpc.health.v1.Health")
                        .build())
                .getFileDescriptorResponse()
                .getFileDescriptorProtoCount())
        .isPositive();
  }

  @Test
  void aServiceThatFailsEndsItsCallOnly() throws Exception {
    GrpcClient.Call call = client.open();
    call.call.sendMessage(new byte[1]);

    assertThat(call.end().getCode()).isEqualTo(Status.Code.INTERNAL);
    health.setStatus("a", ServingStatus.SERVING);
    assertThat(HealthGrpc.newBlockingStub(client.channel).check(named("a")).getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void aMessageThatCannotBeReadIsTheClientsFault() throws Exception {
    byte[] bad = {(byte) 0xff, (byte) 0xff};
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() ->
            ClientCalls.blockingUnaryCall(
                client.channel,
                GrpcClient.METHOD.toBuilder()
                    .setType(MethodType.UNARY)
                    .setFullMethodName("grpc.health.v1.Health/Check")
                    .build(),
                CallOptions.DEFAULT,
                bad))
        .withMessageContaining("Invalid protobuf");
  }
}
