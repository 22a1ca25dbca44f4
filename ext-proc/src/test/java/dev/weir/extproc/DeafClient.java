package dev.weir.extproc;

import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorGrpc;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A client that sends and never reads.
final class DeafClient implements AutoCloseable {
  private final ManagedChannel channel;
  private final ClientCall<ProcessingRequest, ProcessingResponse> call;
  private volatile CountDownLatch ready = new CountDownLatch(1);

  DeafClient(String address, String chain) {
    channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    call = channel.newCall(ExternalProcessorGrpc.getProcessMethod(), CallOptions.DEFAULT);
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of("weir-chain", Metadata.ASCII_STRING_MARSHALLER), chain);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onReady() {
            ready.countDown();
          }
        },
        metadata);
  }

  /// Sends `again` and again, as the server takes it, until it takes no more for a second.
  ///
  /// @return how many bytes it took
  int sendUntilFull(ProcessingRequest first, ProcessingRequest again, int most)
      throws InterruptedException {
    call.sendMessage(first);
    int sent = 0;
    while (sent < most) {
      ready = new CountDownLatch(1);
      if (!call.isReady() && !ready.await(1, TimeUnit.SECONDS)) {
        return sent;
      }
      call.sendMessage(again);
      sent += again.getSerializedSize();
    }
    return sent;
  }

  @Override
  public void close() {
    call.cancel("deaf", null);
    channel.shutdownNow();
  }
}
