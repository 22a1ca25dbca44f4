package dev.weir.cli.bench.process;

import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode;
import io.envoyproxy.envoy.service.ext_proc.v3.BodyMutation;
import io.envoyproxy.envoy.service.ext_proc.v3.BodyResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorGrpc.ExternalProcessorImplBase;
import io.envoyproxy.envoy.service.ext_proc.v3.HeadersResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.StreamedBodyResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.TrailersResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A no-op ext_proc server in Java, on grpc-java's generated stubs: answers every message with
/// "continue", and gives each piece of a streamed body back as it is.
///
/// Run as a process of its own; prints its address on one line, as the one in Go does.
public final class NoopServer {
  private static final ProcessingResponse CONTINUE_REQUEST =
      ProcessingResponse.newBuilder()
          .setRequestHeaders(HeadersResponse.getDefaultInstance())
          .build();
  private static final ProcessingResponse CONTINUE_RESPONSE =
      ProcessingResponse.newBuilder()
          .setResponseHeaders(HeadersResponse.getDefaultInstance())
          .build();
  private static final ProcessingResponse REQUEST_TRAILERS =
      ProcessingResponse.newBuilder()
          .setRequestTrailers(TrailersResponse.getDefaultInstance())
          .build();
  private static final ProcessingResponse RESPONSE_TRAILERS =
      ProcessingResponse.newBuilder()
          .setResponseTrailers(TrailersResponse.getDefaultInstance())
          .build();

  private NoopServer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Server server =
        NettyServerBuilder.forAddress(loopback)
            .directExecutor() // the default executor costs four times the whole server
            .addService(new Processor())
            .build()
            .start();
    System.out.println("127.0.0.1:" + server.getPort());
    server.awaitTermination();
  }

  private static final class Processor extends ExternalProcessorImplBase {
    @Override
    public StreamObserver<ProcessingRequest> process(StreamObserver<ProcessingResponse> answers) {
      return new Exchange(answers);
    }
  }

  private static final class Exchange implements StreamObserver<ProcessingRequest> {
    private final StreamObserver<ProcessingResponse> answers;
    private boolean streamed;

    Exchange(StreamObserver<ProcessingResponse> answers) {
      this.answers = answers;
    }

    @Override
    public void onNext(ProcessingRequest request) {
      if (request.hasProtocolConfig()) {
        streamed =
            request.getProtocolConfig().getRequestBodyMode() == BodySendMode.FULL_DUPLEX_STREAMED;
      }
      switch (request.getRequestCase()) {
        case REQUEST_HEADERS -> answers.onNext(CONTINUE_REQUEST);
        case RESPONSE_HEADERS -> answers.onNext(CONTINUE_RESPONSE);
        case REQUEST_BODY ->
            answers.onNext(
                ProcessingResponse.newBuilder()
                    .setRequestBody(same(request.getRequestBody()))
                    .build());
        case RESPONSE_BODY ->
            answers.onNext(
                ProcessingResponse.newBuilder()
                    .setResponseBody(same(request.getResponseBody()))
                    .build());
        case REQUEST_TRAILERS -> answers.onNext(REQUEST_TRAILERS);
        case RESPONSE_TRAILERS -> answers.onNext(RESPONSE_TRAILERS);
        case REQUEST_NOT_SET -> answers.onError(Status.INVALID_ARGUMENT.asException());
      }
    }

    private BodyResponse same(HttpBody body) {
      return streamed
          ? BodyResponse.newBuilder()
              .setResponse(
                  CommonResponse.newBuilder()
                      .setBodyMutation(
                          BodyMutation.newBuilder()
                              .setStreamedResponse(
                                  StreamedBodyResponse.newBuilder()
                                      .setBody(body.getBody())
                                      .setEndOfStream(body.getEndOfStream()))))
              .build()
          : BodyResponse.getDefaultInstance();
    }

    @Override
    public void onError(Throwable cancelled) {} // how the proxy ends every stream

    @Override
    public void onCompleted() {
      answers.onCompleted();
    }
  }
}
