package dev.weir.extproc.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A grpc-java client of the test's method, whose messages are bytes.
final class GrpcClient implements AutoCloseable {
  static final MethodDescriptor<byte[], byte[]> METHOD =
      MethodDescriptor.newBuilder(new Bytes(), new Bytes())
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName("test.Service/Method")
          .build();

  final ManagedChannel channel;

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  GrpcClient(TestServer server) {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.server.getPort())
            .usePlaintext()
            .maxInboundMessageSize(TestServer.MESSAGE_BYTES)
            .build();
  }

  Call open() {
    return new Call(channel.newCall(METHOD, CallOptions.DEFAULT));
  }

  /// Sends one message, and returns what comes back.
  byte[] ask(byte[] message) throws Exception {
    Call call = open();
    call.call.sendMessage(message);
    call.call.halfClose();
    byte[] answer = call.receive();
    call.assertOk();
    return answer;
  }

  static final class Call extends ClientCall.Listener<byte[]> {
    final ClientCall<byte[], byte[]> call;
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    Call(ClientCall<byte[], byte[]> call) {
      this.call = call;
      call.start(this, new Metadata());
      call.request(Integer.MAX_VALUE);
    }

    @Override
    public void onMessage(byte[] message) {
      messages.add(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status);
    }

    byte[] receive() throws InterruptedException {
      byte[] message = messages.poll(10, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no answer, status " + end.getNow(Status.UNKNOWN));
      }
      return message;
    }

    Status end() throws Exception {
      return end.get(10, TimeUnit.SECONDS);
    }

    void assertOk() throws Exception {
      if (!end().isOk()) {
        throw new AssertionError("status " + end());
      }
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
