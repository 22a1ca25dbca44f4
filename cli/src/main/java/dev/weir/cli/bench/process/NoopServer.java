package dev.weir.cli.bench.process;

import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorGrpc.ExternalProcessorImplBase;
import io.envoyproxy.envoy.service.ext_proc.v3.HeadersResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A no-op ext_proc server in Java, on grpc-java's generated stubs: the peer where there is no Go.
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
      return new StreamObserver<>() {
        @Override
        public void onNext(ProcessingRequest request) {
          switch (request.getRequestCase()) {
            case REQUEST_HEADERS -> answers.onNext(CONTINUE_REQUEST);
            case RESPONSE_HEADERS -> answers.onNext(CONTINUE_RESPONSE);
            default -> answers.onError(Status.INVALID_ARGUMENT.asException());
          }
        }

        @Override
        public void onError(Throwable cancelled) {} // how the proxy ends every stream

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }
  }
}
