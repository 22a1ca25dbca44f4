package dev.weir.xds.compile;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import dev.weir.xds.host.ExtProcCluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.RetryPolicy;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;

/// A host that is gone, or takes no new streams because it ends, has not seen the request: another
/// host can have it. Proxies learn of a lost host seconds later only.
///
/// Said of the cluster where Envoy knows that; in the filter, Envoy builds the policy anew for
/// every request, which costs it about a tenth of its time.
public final class HostRetries {
  private static final RetryPolicy ELSEWHERE =
      RetryPolicy.newBuilder()
          .setRetryOn("connect-failure,refused-stream")
          .setNumRetries(UInt32Value.of(2))
          .addRetryHostPredicate(
              RetryPolicy.RetryHostPredicate.newBuilder()
                  .setName("envoy.retry_host_predicates.previous_hosts")
                  .setTypedConfig(Any.pack(PreviousHostsPredicate.getDefaultInstance())))
          .setHostSelectionRetryMaxAttempts(3)
          .build();

  static final TypeRegistry TYPES =
      TypeRegistry.newBuilder().add(PreviousHostsPredicate.getDescriptor()).build();

  private HostRetries() {}

  /// The policy as part of a filter.
  static RetryPolicy inFilter() {
    return ELSEWHERE;
  }

  /// `cluster`, with the policy if proxies of this version know it there.
  ///
  /// @throws IllegalArgumentException if the cluster has no HTTP options
  public static Cluster in(Cluster cluster, EnvoyVersion version) {
    if (!version.knowsClusterRetries()) {
      return cluster;
    }
    Value policy = Value.newBuilder().setStructValue(TypedStructs.fields(ELSEWHERE, TYPES)).build();
    Any options =
        TypedStructs.packWith(
            httpOptions(cluster), "retry_policy", policy, TypeRegistry.getEmptyTypeRegistry());
    return cluster.toBuilder()
        .putTypedExtensionProtocolOptions(ExtProcCluster.HTTP_OPTIONS, options)
        .build();
  }

  private static HttpProtocolOptions httpOptions(Cluster cluster) {
    try {
      return cluster
          .getTypedExtensionProtocolOptionsOrThrow(ExtProcCluster.HTTP_OPTIONS)
          .unpack(HttpProtocolOptions.class);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "cluster %s: no HttpProtocolOptions".formatted(cluster.getName()), e);
    }
  }
}
