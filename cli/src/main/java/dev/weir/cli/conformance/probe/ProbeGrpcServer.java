package dev.weir.cli.conformance.probe;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The gRPC server that the probe calls. The method's name says how a call is answered:
///
/// - `Echo` sends each message back, and ends well when the caller has sent its last;
/// - `Once` sends the first message back and ends well;
/// - `Refuse` ends at once with PERMISSION_DENIED;
/// - `Silent` never answers.
///
/// Whatever it sends begins with the metadata `x-initial: yes` and ends with `x-trailing: yes`.
public final class ProbeGrpcServer implements AutoCloseable {
  private static final Metadata.Key<String> INITIAL = key("x-initial");
  private static final Metadata.Key<String> TRAILING = key("x-trailing");
  private static final long STOP_SECONDS = 5;

  private final Server server;

  /// @throws IOException if no port of the loopback interface is free
  public ProbeGrpcServer() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        NettyServerBuilder.forAddress(anyPort)
            .directExecutor()
            .fallbackHandlerRegistry(new EveryMethod())
            .build()
            .start();
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private static Metadata metadata(Metadata.Key<String> key) {
    Metadata metadata = new Metadata();
    metadata.put(key, "yes");
    return metadata;
  }

  private static final class EveryMethod extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<byte[], byte[]> lookupMethod(
        String name, @Nullable String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(new Bytes(), new Bytes())
              .setType(MethodType.BIDI_STREAMING)
              .setFullMethodName(name)
              .build();
      ServerCallHandler<byte[], byte[]> handler = (call, _) -> new Answering(call);
      return ServerMethodDefinition.create(method, handler);
    }
  }

  private static final class Answering extends ServerCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> call;
    private final String method;
    private boolean closed;

    Answering(ServerCall<byte[], byte[]> call) {
      this.call = call;
      this.method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
      switch (method) {
        case "Refuse" -> close(Status.PERMISSION_DENIED.withDescription("refused"));
        case "Silent" -> {}
        default -> call.sendHeaders(metadata(INITIAL));
      }
      call.request(1);
    }

    @Override
    public void onMessage(byte[] message) {
      if (closed || method.equals("Silent")) {
        return;
      }
      call.sendMessage(message);
      if (method.equals("Once")) {
        close(Status.OK);
      } else {
        call.request(1);
      }
    }

    @Override
    public void onHalfClose() {
      if (!closed && !method.equals("Silent")) {
        close(Status.OK);
      }
    }

    private void close(Status status) {
      closed = true;
      call.close(status, metadata(TRAILING));
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
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
}
