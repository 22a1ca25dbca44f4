package dev.weir.extproc.tls;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.X509TrustManager;

/// A gRPC server with a context, and clients that look at what it shows.
final class TlsPeer implements AutoCloseable {
  private final Server server;

  private TlsPeer(Server server) {
    this.server = server;
  }

  static TlsPeer serve(SslContext context) throws Exception {
    return new TlsPeer(
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(context)
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start());
  }

  /// The subject of the certificate in a new connection.
  String shown(Authority authority) throws Exception {
    X509Bundle client = authority.issue("client");
    Witness witness = new Witness();
    call(
        GrpcSslContexts.forClient()
            .trustManager(witness)
            .keyManager(client.getKeyPair().getPrivate(), client.getCertificatePath())
            .build());
    return witness.subject.get();
  }

  boolean takesAnonymous(Authority authority) throws Exception {
    try {
      call(GrpcSslContexts.forClient().trustManager(authority.root().getCertificate()).build());
      return true;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() != Status.Code.UNAVAILABLE;
    }
  }

  private void call(SslContext client) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", server.getPort()).sslContext(client).build();
    try {
      HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class Witness implements X509TrustManager {
    private final AtomicReference<String> subject = new AtomicReference<>("");

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      subject.set(chain[0].getSubjectX500Principal().getName());
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
