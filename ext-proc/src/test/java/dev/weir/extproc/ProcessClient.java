package dev.weir.extproc;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorGrpc;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpHeaders;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProtocolConfiguration;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An ext_proc client on generated stubs: what any proxy could be.
final class ProcessClient implements AutoCloseable {
  private static final Metadata.Key<String> CHAIN =
      Metadata.Key.of("weir-chain", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;

  /// @param address `HOST:PORT`
  ProcessClient(String address) {
    channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
  }

  Call open(String chain) {
    Metadata metadata = new Metadata();
    metadata.put(CHAIN, chain);
    Call call = new Call();
    call.requests =
        ExternalProcessorGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
            .process(call);
    return call;
  }

  static HttpHeaders headers(boolean endOfStream, String... namesAndValues) {
    HeaderMap.Builder map = HeaderMap.newBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.addHeaders(
          HeaderValue.newBuilder()
              .setKey(namesAndValues[i])
              .setRawValue(ByteString.copyFromUtf8(namesAndValues[i + 1])));
    }
    return HttpHeaders.newBuilder().setHeaders(map).setEndOfStream(endOfStream).build();
  }

  static ProcessingRequest get(String path) {
    return ProcessingRequest.newBuilder()
        .setProtocolConfig(ProtocolConfiguration.getDefaultInstance())
        .setRequestHeaders(
            headers(true, ":method", "GET", ":path", path, ":authority", "example.com"))
        .build();
  }

  static ProcessingRequest ok() {
    return ProcessingRequest.newBuilder()
        .setResponseHeaders(headers(true, ":status", "200", "server", "upstream"))
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /// One stream.
  static final class Call implements StreamObserver<ProcessingResponse> {
    final BlockingQueue<ProcessingResponse> answers = new LinkedBlockingQueue<>();
    final BlockingQueue<Status> ends = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init")
    private StreamObserver<ProcessingRequest> requests;

    ProcessingResponse ask(ProcessingRequest request) throws InterruptedException {
      requests.onNext(request);
      return next();
    }

    /// The next answer; the test fails if there is none for long.
    ProcessingResponse next() throws InterruptedException {
      ProcessingResponse answer = answers.poll(20, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("no answer within 20 s; ends: " + ends);
      }
      return answer;
    }

    void send(ProcessingRequest request) {
      requests.onNext(request);
    }

    Status end() throws InterruptedException {
      Status end = ends.poll(20, TimeUnit.SECONDS);
      if (end == null) {
        throw new AssertionError("no end within 20 s");
      }
      return end;
    }

    void halfClose() {
      requests.onCompleted();
    }

    void reset() {
      requests.onError(Status.CANCELLED.asException());
    }

    @Override
    public void onNext(ProcessingResponse answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable cause) {
      ends.add(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
      ends.add(Status.OK);
    }
  }
}
