package dev.weir.xds.compile;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import dev.weir.model.FailStrategy;
import dev.weir.model.Upstream;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.module.ModuleFacts;
import dev.weir.xds.module.ProcessingNeeds;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutationRules;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.RetryPolicy;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A chain to the ext_proc filter that calls it.
final class ExtProcCompiler {
  /// gRPC metadata that pins a stream to a chain: `<slot>@<revision>`.
  static final String CHAIN_METADATA = "weir-chain";

  /// gRPC metadata that tells the host how long Envoy waits for an answer, in milliseconds, so that
  /// a plugin's own fail strategy comes before Envoy's timeout.
  static final String TIMEOUT_METADATA = "weir-message-timeout";

  /// Added to the plugins' own limits: the network, the host's garbage collector, a busy machine.
  /// The host bounds its plugins itself; this timer is for a host that does not answer at all.
  private static final java.time.Duration MARGIN = java.time.Duration.ofSeconds(1);

  /// Envoy's bound on `message_timeout`.
  private static final java.time.Duration LONGEST_TIMEOUT = java.time.Duration.ofHours(1);

  private static final int UNAVAILABLE = 503;

  /// A host that is gone, or takes no new streams because it ends, has not seen the request:
  /// another host can have it. Proxies learn of a lost host seconds later only.
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

  private static final TypeRegistry INNER_TYPES =
      TypeRegistry.newBuilder().add(PreviousHostsPredicate.getDescriptor()).build();

  private ExtProcCompiler() {}

  /// The filter that runs `chain`, whose plugins are `links`.
  static Any compile(FilterChain chain, List<Link> links, EnvoyVersion version) {
    ProcessingNeeds needs =
        ProcessingNeeds.of(
            callbacks(links), links.stream().anyMatch(ExtProcCompiler::readsProperties));
    ExternalProcessor.Builder filter =
        ExternalProcessor.newBuilder()
            .setGrpcService(service(chain, messageTimeout(links)))
            .setFailureModeAllow(links.stream().allMatch(ExtProcCompiler::failsOpen))
            .setProcessingMode(needs.mode())
            .setMessageTimeout(messageTimeout(links))
            .setStatPrefix(chain.getName().replace('.', '_'))
            .setMutationRules(
                HeaderMutationRules.newBuilder()
                    .setAllowAllRouting(BoolValue.of(true))
                    .setAllowEnvoy(BoolValue.of(true)))
            .addAllRequestAttributes(needs.requestAttributes())
            .addAllResponseAttributes(needs.responseAttributes());
    return pack(filter.build(), version);
  }

  private static Any pack(ExternalProcessor filter, EnvoyVersion version) {
    if (!version.knowsStatusOnError()) {
      return Contents.pack(filter);
    }
    Value status =
        Value.newBuilder()
            .setStructValue(
                Struct.newBuilder()
                    .putFields("code", Value.newBuilder().setNumberValue(UNAVAILABLE).build()))
            .build();
    return TypedStructs.packWith(filter, "status_on_error", status, INNER_TYPES);
  }

  private static GrpcService service(FilterChain chain, Duration messageTimeout) {
    return GrpcService.newBuilder()
        .setEnvoyGrpc(GrpcService.EnvoyGrpc.newBuilder().setClusterName(ExtProcCluster.NAME))
        .addInitialMetadata(
            HeaderValue.newBuilder()
                .setKey(CHAIN_METADATA)
                .setValue(chain.getName() + "@" + chain.getRevision()))
        .addInitialMetadata(
            HeaderValue.newBuilder()
                .setKey(TIMEOUT_METADATA)
                .setValue(Long.toString(Durations.toMillis(messageTimeout))))
        .setRetryPolicy(ELSEWHERE)
        .build();
  }

  private static Set<ModuleFacts.Callback> callbacks(List<Link> links) {
    Set<ModuleFacts.Callback> callbacks = EnumSet.noneOf(ModuleFacts.Callback.class);
    for (Link link : links) {
      if (link instanceof Link.Running(PluginVersion version)) {
        callbacks.addAll(version.visible().callbacks());
      }
    }
    return callbacks;
  }

  /// Every plugin may use its callback limit on a message and may wait for each of its upstreams.
  private static Duration messageTimeout(List<Link> links) {
    java.time.Duration sum = MARGIN;
    for (Link link : links) {
      sum = sum.plus(link.plugin().execution().limits().instance().callback());
      for (Upstream upstream : link.plugin().execution().upstreams()) {
        sum = sum.plus(upstream.bounds().timeout());
      }
    }
    java.time.Duration bounded = sum.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : sum;
    return Durations.fromNanos(bounded.toNanos());
  }

  private static boolean failsOpen(Link link) {
    return link.plugin().execution().failStrategy() == FailStrategy.FAIL_OPEN;
  }

  private static boolean readsProperties(Link link) {
    return link instanceof Link.Running(PluginVersion version)
        && version.visible().readsProperties();
  }
}
