package dev.weir.xds.compile;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import dev.weir.model.FailStrategy;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.module.ModuleFacts;
import dev.weir.xds.module.ProcessingNeeds;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutationRules;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.RetryPolicy;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.MetadataOptions;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A chain to the ext_proc filter that calls it.
public final class ExtProcCompiler {
  /// gRPC metadata that pins a stream to a chain: `<slot>@<revision>`.
  static final String CHAIN_METADATA = "weir-chain";

  /// gRPC metadata that tells the host how long Envoy waits for an answer, in milliseconds, so that
  /// a plugin's own fail strategy comes before Envoy's timeout.
  static final String TIMEOUT_METADATA = "weir-message-timeout";

  /// As above, up to which the host may ask Envoy to wait longer.
  static final String LONGEST_METADATA = "weir-max-message-timeout";

  /// gRPC metadata that tells the host that it may choose body modes for each request.
  static final String OVERRIDE_METADATA = "weir-mode-override";

  /// gRPC metadata that tells the host that every request's headers are sent, so that a response
  /// without them is an earlier filter's.
  static final String REQUESTS_METADATA = "weir-requests-sent";

  /// gRPC metadata that tells the host which Envoy asks, as far as features go.
  static final String VERSION_METADATA = "weir-proxy-version";

  /// Where values go that plugins set, as from Envoy's own Wasm filter.
  private static final String OWN_NAMESPACE = "envoy.wasm";

  /// Dynamic metadata of other filters that plugins are known to read.
  private static final List<String> OTHERS_NAMESPACES =
      List.of(
          "envoy.filters.http.jwt_authn",
          "envoy.filters.http.ext_authz",
          "envoy.filters.http.rbac",
          "istio_authn");

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
    return pack(filter(chain, links, version), version);
  }

  /// As JSON, the filter that a proxy needs for `chain` whose configuration somebody else writes:
  /// with nothing in it that an older Envoy refuses.
  public static String forOthers(FilterChain chain, List<Link> links) {
    ExternalProcessor filter = filter(chain, links, EnvoyVersion.UNKNOWN);
    try {
      return JsonFormat.printer()
          .usingTypeRegistry(INNER_TYPES)
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .print(filter);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("ext_proc filter: a type is not registered", e);
    }
  }

  private static ExternalProcessor filter(
      FilterChain chain, List<Link> links, EnvoyVersion version) {
    boolean reads = links.stream().anyMatch(ExtProcCompiler::readsProperties);
    Set<ModuleFacts.Callback> callbacks = callbacks(links);
    ProcessingNeeds needs = ProcessingNeeds.of(callbacks, reads);
    boolean onDemand = BodiesOnDemand.suit(links, version);
    Times times = Times.of(links);
    ExternalProcessor.Builder filter =
        ExternalProcessor.newBuilder()
            .setGrpcService(service(chain, terms(times, onDemand, version)))
            .setFailureModeAllow(links.stream().allMatch(ExtProcCompiler::failsOpen))
            .setProcessingMode(onDemand ? BodiesOnDemand.in(needs.mode(), callbacks) : needs.mode())
            .setAllowModeOverride(onDemand)
            .setMessageTimeout(Durations.fromNanos(times.message().toNanos()))
            .setStatPrefix(chain.getName().replace('.', '_'))
            .setMutationRules(
                HeaderMutationRules.newBuilder()
                    .setAllowAllRouting(BoolValue.of(true))
                    .setAllowEnvoy(BoolValue.of(true)))
            .setMetadataOptions(metadata(reads))
            .addAllRequestAttributes(needs.requestAttributes())
            .addAllResponseAttributes(needs.responseAttributes());
    if (times.areExtensible()) {
      filter.setMaxMessageTimeout(Durations.fromNanos(times.longest().toNanos()));
    }
    return filter.build();
  }

  /// What the host must know of the filter, and the protocol does not tell.
  private static Map<String, String> terms(Times times, boolean onDemand, EnvoyVersion version) {
    Map<String, String> terms = new LinkedHashMap<>();
    terms.put(TIMEOUT_METADATA, Long.toString(times.message().toMillis()));
    if (times.areExtensible()) {
      terms.put(LONGEST_METADATA, Long.toString(times.longest().toMillis()));
    }
    terms.put(REQUESTS_METADATA, "true");
    if (onDemand) {
      terms.put(OVERRIDE_METADATA, "true");
    }
    if (!version.toString().isEmpty()) {
      terms.put(VERSION_METADATA, version.toString());
    }
    return terms;
  }

  private static MetadataOptions metadata(boolean reads) {
    MetadataOptions.Builder options =
        MetadataOptions.newBuilder()
            .setReceivingNamespaces(
                MetadataOptions.MetadataNamespaces.newBuilder().addUntyped(OWN_NAMESPACE));
    if (reads) {
      options.setForwardingNamespaces(
          MetadataOptions.MetadataNamespaces.newBuilder()
              .addUntyped(OWN_NAMESPACE)
              .addAllUntyped(OTHERS_NAMESPACES));
    }
    return options.build();
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

  private static GrpcService service(FilterChain chain, Map<String, String> terms) {
    GrpcService.Builder service =
        GrpcService.newBuilder()
            .setEnvoyGrpc(GrpcService.EnvoyGrpc.newBuilder().setClusterName(ExtProcCluster.NAME))
            .setRetryPolicy(ELSEWHERE)
            .addInitialMetadata(
                HeaderValue.newBuilder()
                    .setKey(CHAIN_METADATA)
                    .setValue(chain.getName() + "@" + chain.getRevision()));
    terms.forEach((key, value) ->
        service.addInitialMetadata(HeaderValue.newBuilder().setKey(key).setValue(value)));
    return service.build();
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

  private static boolean failsOpen(Link link) {
    return link.plugin().execution().failStrategy() == FailStrategy.FAIL_OPEN;
  }

  private static boolean readsProperties(Link link) {
    return link instanceof Link.Running(PluginVersion version)
        && version.visible().readsProperties();
  }
}
