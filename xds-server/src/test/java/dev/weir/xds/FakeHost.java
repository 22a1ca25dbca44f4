package dev.weir.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.proto.v1alpha1.HostStatusResponse;
import dev.weir.proto.v1alpha1.HostStatusServiceGrpc;
import dev.weir.proto.v1alpha1.PluginStatus;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorGrpc.ExternalProcessorImplBase;
import io.envoyproxy.envoy.service.ext_proc.v3.HeaderMutation;
import io.envoyproxy.envoy.service.ext_proc.v3.HeadersResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An ext-proc host without plugins: takes every chain, unless told to refuse a plugin, and answers
/// requests with the name of the chain that they were for, in the request header `x-chain`.
final class FakeHost implements AutoCloseable {
  private static final Metadata.Key<String> CHAIN =
      Metadata.Key.of("weir-chain", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<String> CURRENT = Context.key("chain");
  private static final String TYPE = "type.googleapis.com/weir.v1alpha1.FilterChain";

  final List<FilterChain> offered = new CopyOnWriteArrayList<>();
  final Set<String> loaded = ConcurrentHashMap.newKeySet();
  final List<String> unknown = new CopyOnWriteArrayList<>();
  private final Set<String> refusedRoots = ConcurrentHashMap.newKeySet();
  private final Server server;
  private final ManagedChannel channel;
  private final StreamObserver<DeltaDiscoveryRequest> discovery;
  private final StreamObserver<HostStatus> reports;
  private final String id;

  FakeHost(String id, int xdsPort) throws IOException {
    this.id = id;
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Processor())
            .intercept(new ChainReader())
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), xdsPort))
            .usePlaintext()
            .build();
    discovery =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(new Chains());
    discovery.onNext(
        DeltaDiscoveryRequest.newBuilder()
            .setNode(Node.newBuilder().setId(id))
            .setTypeUrl(TYPE)
            .build());
    reports = HostStatusServiceGrpc.newStub(channel).streamHostStatus(new Ignored());
    reports.onNext(
        HostStatus.newBuilder().setHost(id).setAddress("127.0.0.1:" + server.getPort()).build());
  }

  /// Chains with a plugin of this root id cannot be loaded from now on.
  void refuse(String rootId) {
    refusedRoots.add(rootId);
  }

  private final class Chains implements StreamObserver<DeltaDiscoveryResponse> {
    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      DeltaDiscoveryRequest.Builder answer =
          DeltaDiscoveryRequest.newBuilder().setTypeUrl(TYPE).setResponseNonce(response.getNonce());
      loaded.removeAll(response.getRemovedResourcesList());
      for (Resource resource : response.getResourcesList()) {
        FilterChain chain = chain(resource);
        offered.add(chain);
        refusal(chain, answer);
        if (!answer.hasErrorDetail()) {
          loaded.add(resource.getName());
        }
      }
      synchronized (discovery) {
        discovery.onNext(answer.build());
      }
    }

    private void refusal(FilterChain chain, DeltaDiscoveryRequest.Builder answer) {
      chain.getPluginsList().stream()
          .filter(plugin -> refusedRoots.contains(plugin.getRootId()))
          .findFirst()
          .ifPresent(plugin ->
              answer.setErrorDetail(
                  com.google.rpc.Status.newBuilder()
                      .setMessage("plugin %s: refused by the test".formatted(plugin.getName()))
                      .addDetails(
                          Any.pack(PluginStatus.newBuilder().setName(plugin.getName()).build()))));
    }

    private FilterChain chain(Resource resource) {
      try {
        return resource.getResource().unpack(FilterChain.class);
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void onError(Throwable cancelled) {}

    @Override
    public void onCompleted() {}
  }

  private final class Processor extends ExternalProcessorImplBase {
    @Override
    public StreamObserver<ProcessingRequest> process(StreamObserver<ProcessingResponse> proxy) {
      String chain = CURRENT.get();
      if (!loaded.contains(chain)) {
        unknown.add(chain);
      }
      return new StreamObserver<>() {
        @Override
        public void onNext(ProcessingRequest request) {
          proxy.onNext(answer(request, chain));
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {
          proxy.onCompleted();
        }
      };
    }
  }

  private static ProcessingResponse answer(ProcessingRequest request, String chain) {
    HeadersResponse headers =
        HeadersResponse.newBuilder()
            .setResponse(
                CommonResponse.newBuilder()
                    .setHeaderMutation(
                        HeaderMutation.newBuilder()
                            .addSetHeaders(
                                HeaderValueOption.newBuilder()
                                    .setHeader(
                                        HeaderValue.newBuilder()
                                            .setKey("x-chain")
                                            .setRawValue(ByteString.copyFromUtf8(chain))))))
            .build();
    return request.hasRequestHeaders()
        ? ProcessingResponse.newBuilder().setRequestHeaders(headers).build()
        : ProcessingResponse.newBuilder().setResponseHeaders(headers).build();
  }

  private static final class ChainReader implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      String chain = headers.get(CHAIN);
      return Contexts.interceptCall(
          Context.current().withValue(CURRENT, chain == null ? "" : chain), call, headers, next);
    }
  }

  private static final class Ignored implements StreamObserver<HostStatusResponse> {
    @Override
    public void onNext(HostStatusResponse response) {}

    @Override
    public void onError(Throwable cancelled) {}

    @Override
    public void onCompleted() {}
  }

  @Override
  public String toString() {
    return id;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
