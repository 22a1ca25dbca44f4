package dev.weir.xds.compile;

import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.xds.host.ExtProcCluster;
import io.envoyproxy.envoy.config.core.v3.GrpcService;

/// How a filter opens a stream to a host, and says which chain it is for.
///
/// It says so in the `:authority`, `<slot>@<revision>` and perhaps `;<terms>`, and in no gRPC
/// metadata: Envoy copies and hashes the whole message for every stream, each entry of
/// `initial_metadata` at a tenth of what the stream costs it.
final class HostService {
  private HostService() {}

  /// @param terms what the host must know of the filter, as `name=value` with commas between; none
  ///   if empty
  static GrpcService.Builder of(FilterChain chain, String terms, EnvoyVersion version) {
    String name = SlotPlan.nameOf(chain);
    return GrpcService.newBuilder()
        .setEnvoyGrpc(
            GrpcService.EnvoyGrpc.newBuilder()
                .setClusterName(ExtProcCluster.NAME)
                .setAuthority(terms.isEmpty() ? name : name + ";" + terms)
                .setSkipEnvoyHeaders(version.sendsCallsWithoutItsHeaders()));
  }
}
