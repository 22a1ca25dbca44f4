package dev.weir.extproc.upstream;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A gRPC server with the service `test.Peer`: `Echo` answers every message, `Refuse` fails,
/// `Silent` says nothing.
final class GrpcPeer implements AutoCloseable {
  static final String SERVICE = "test.Peer";

  private static final Metadata.Key<String> TEXT =
      Metadata.Key.of("x-text", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> BYTES =
      Metadata.Key.of("x-bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final Server server;

  private GrpcPeer(ServerBuilder<?> builder) throws IOException {
    server =
        builder
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder(SERVICE)
                    .addMethod(method("Echo"), this::echo)
                    .addMethod(method("Refuse"), this::refuse)
                    .addMethod(method("Silent"), this::silent)
                    .build())
            .build()
            .start();
  }

  static GrpcPeer plain() throws IOException {
    return new GrpcPeer(
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  static GrpcPeer secured(Certificates certificates) throws Exception {
    var bundle = certificates.server();
    return new GrpcPeer(
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                                bundle.getKeyPair().getPrivate(), bundle.getCertificatePath())
                            .trustManager(certificates.authority().getCertificate())
                            .clientAuth(ClientAuth.REQUIRE),
                        SslProvider.JDK)
                    .build()));
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.newBuilder(ByteMarshaller.INSTANCE, ByteMarshaller.INSTANCE)
        .setType(MethodType.BIDI_STREAMING)
        .setFullMethodName(SERVICE + "/" + name)
        .build();
  }

  private ServerCall.Listener<byte[]> echo(ServerCall<byte[], byte[]> call, Metadata headers) {
    Metadata initial = new Metadata();
    initial.merge(headers, Set.of(TEXT, BYTES));
    call.sendHeaders(initial);
    call.request(1);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(byte[] message) {
        call.sendMessage(message);
        call.request(1);
      }

      @Override
      public void onHalfClose() {
        Metadata trailers = new Metadata();
        trailers.put(TEXT, "end");
        call.close(Status.OK, trailers);
      }
    };
  }

  private ServerCall.Listener<byte[]> refuse(ServerCall<byte[], byte[]> call, Metadata headers) {
    call.close(Status.PERMISSION_DENIED.withDescription("not you"), new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private ServerCall.Listener<byte[]> silent(ServerCall<byte[], byte[]> call, Metadata headers) {
    seen.add("silent");
    return new ServerCall.Listener<>() {
      @Override
      public void onCancel() {
        seen.add("cancelled");
      }
    };
  }

  int port() {
    return server.getPort();
  }

  String seen() throws InterruptedException {
    return seen.take();
  }

  /// As a document says it.
  String address() {
    return "127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
