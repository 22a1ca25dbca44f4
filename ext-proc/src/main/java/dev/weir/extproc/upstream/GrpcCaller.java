package dev.weir.extproc.upstream;

import dev.weir.proxywasm.service.Upstreams.GrpcListener;
import dev.weir.proxywasm.service.Upstreams.GrpcRequest;
import dev.weir.proxywasm.service.Upstreams.GrpcStream;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// gRPC calls to one upstream, over one HTTP/2 connection.
final class GrpcCaller implements AutoCloseable {
  private static final int MAX_METADATA_BYTES = 64 << 10;

  private final Endpoint endpoint;
  private final OpenCalls open;
  private final ManagedChannel channel;

  private GrpcCaller(Endpoint endpoint, OpenCalls open, ManagedChannel channel) {
    this.endpoint = endpoint;
    this.open = open;
    this.channel = channel;
  }

  static GrpcCaller create(Endpoint endpoint, OpenCalls open, Resources resources)
      throws IOException {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
            .eventLoopGroup(resources.grpcLoop())
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .withOption(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(endpoint.bounds().connectTimeout().toMillis()))
            .disableRetry()
            .maxInboundMessageSize(endpoint.bounds().responseBytes())
            .maxInboundMetadataSize(MAX_METADATA_BYTES);
    if (endpoint.tls().isPresent()) {
      TlsMaterial tls = endpoint.tls().get();
      builder
          .negotiationType(NegotiationType.TLS)
          .sslContext(tls.grpcContext())
          .overrideAuthority(tls.serverName());
    } else {
      builder.usePlaintext();
    }
    return new GrpcCaller(endpoint, open, builder.build());
  }

  /// Starts a call; `listener` hears its close exactly once, unless the call is cancelled.
  ///
  /// @throws IllegalArgumentException if the metadata is none that can be sent
  GrpcStream call(GrpcRequest request, GrpcListener listener) {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.newBuilder(ByteMarshaller.INSTANCE, ByteMarshaller.INSTANCE)
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName(request.service(), request.method()))
            .build();
    Metadata metadata = MetadataEntries.toMetadata(request.metadata());
    if (!open.tryOpen()) {
      listener.onClose(Status.Code.UNAVAILABLE.value(), "upstream: too many calls are open");
      return RefusedStream.INSTANCE;
    }
    GrpcExchange exchange =
        new GrpcExchange(channel.newCall(method, options(request)), listener, open);
    exchange.start(metadata);
    return exchange;
  }

  /// Zero is no deadline, also where the upstream has one: a stream may live as long as its plugin.
  private CallOptions options(GrpcRequest request) {
    Duration most = endpoint.bounds().timeout();
    Duration asked = request.timeout();
    if (asked.isZero()) {
      return CallOptions.DEFAULT;
    }
    Duration timeout = asked.compareTo(most) > 0 ? most : asked;
    return CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
