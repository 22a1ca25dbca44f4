package dev.weir.xds.compile;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import dev.weir.model.FailStrategy;
import dev.weir.model.WasmPlugin;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.xds.module.ModuleFacts;
import dev.weir.xds.module.ProcessingNeeds;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutationRules;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.MetadataOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A chain to the ext_proc filter that calls it.
public final class ExtProcCompiler {
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

  private ExtProcCompiler() {}

  /// The filter that runs `chain`, whose plugins are `links`.
  static Any compile(FilterChain chain, List<Link> links, EnvoyVersion version) {
    return pack(filter(chain, links, version), version);
  }

  /// As JSON, the filter that a proxy needs for `chain` whose configuration somebody else writes:
  /// with nothing in it that an older Envoy refuses.
  public static String forOthers(FilterChain chain, List<Link> links) {
    if (chain.getTraffic() == FilterChain.Traffic.TCP) {
      return NetworkCompiler.forOthers(chain, links);
    }
    ExternalProcessor filter = filter(chain, links, EnvoyVersion.UNKNOWN);
    try {
      return JsonFormat.printer()
          .usingTypeRegistry(HostRetries.TYPES)
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .print(filter);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("ext_proc filter: a type is not registered", e);
    }
  }

  private static ExternalProcessor filter(
      FilterChain chain, List<Link> links, EnvoyVersion version) {
    Set<ModuleFacts.Callback> callbacks = callbacks(links);
    ProcessingNeeds needs =
        ProcessingNeeds.of(callbacks, links.stream().anyMatch(ExtProcCompiler::readsProperties));
    boolean onDemand = BodiesOnDemand.suit(links, version);
    Times times = Times.of(links);
    ExternalProcessor.Builder filter =
        ExternalProcessor.newBuilder()
            .setGrpcService(service(chain, terms(times, onDemand, version), version))
            .setFailureModeAllow(links.stream().allMatch(ExtProcCompiler::failsOpen))
            .setProcessingMode(onDemand ? BodiesOnDemand.in(needs.mode(), callbacks) : needs.mode())
            .setAllowModeOverride(onDemand)
            .setMessageTimeout(Durations.fromNanos(times.message().toNanos()))
            .setStatPrefix(chain.getName().replace('.', '_'))
            .setMutationRules(
                HeaderMutationRules.newBuilder()
                    .setAllowAllRouting(BoolValue.of(true))
                    .setAllowEnvoy(BoolValue.of(true)))
            .setMetadataOptions(metadata(links))
            .addAllRequestAttributes(needs.requestAttributes())
            .addAllResponseAttributes(needs.responseAttributes());
    if (times.areExtensible()) {
      filter.setMaxMessageTimeout(Durations.fromNanos(times.longest().toNanos()));
    }
    return filter.build();
  }

  /// What the host must know of the filter: how long Envoy waits for an answer, so that a plugin's
  /// own fail strategy comes before Envoy's timeout, and up to which it may be asked to wait
  /// longer, both in milliseconds; that every request's headers are sent, so that a response
  /// without them is an earlier filter's; whether body modes may be chosen for each request; and
  /// which Envoy asks, as far as features go.
  private static String terms(Times times, boolean onDemand, EnvoyVersion version) {
    List<String> terms = new ArrayList<>();
    terms.add("message-timeout=" + times.message().toMillis());
    if (times.areExtensible()) {
      terms.add("max-message-timeout=" + times.longest().toMillis());
    }
    terms.add("requests-sent=true");
    if (onDemand) {
      terms.add("mode-override=true");
    }
    if (!version.toString().isEmpty()) {
      terms.add("proxy-version=" + version);
    }
    return String.join(",", terms);
  }

  private static MetadataOptions metadata(List<Link> links) {
    MetadataOptions.Builder options =
        MetadataOptions.newBuilder()
            .setReceivingNamespaces(
                MetadataOptions.MetadataNamespaces.newBuilder().addUntyped(OWN_NAMESPACE));
    List<WasmPlugin.MetadataNamespaces> read =
        links.stream()
            .filter(ExtProcCompiler::readsProperties)
            .map(link -> link.plugin().configuration().reads())
            .toList();
    if (!read.isEmpty()) {
      options.setForwardingNamespaces(forwarded(read));
    }
    return options.build();
  }

  /// Those that every plugin can read, and what these ask for besides; each once.
  private static MetadataOptions.MetadataNamespaces forwarded(
      List<WasmPlugin.MetadataNamespaces> read) {
    Set<String> untyped = new LinkedHashSet<>();
    untyped.add(OWN_NAMESPACE);
    untyped.addAll(OTHERS_NAMESPACES);
    Set<String> typed = new LinkedHashSet<>();
    for (WasmPlugin.MetadataNamespaces namespaces : read) {
      untyped.addAll(namespaces.untyped());
      typed.addAll(namespaces.typed());
    }
    return MetadataOptions.MetadataNamespaces.newBuilder()
        .addAllUntyped(untyped)
        .addAllTyped(typed)
        .build();
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
    return TypedStructs.packWith(filter, "status_on_error", status, HostRetries.TYPES);
  }

  private static GrpcService service(FilterChain chain, String terms, EnvoyVersion version) {
    GrpcService.Builder service = HostService.of(chain, terms, version);
    if (!version.knowsClusterRetries()) {
      service.setRetryPolicy(HostRetries.inFilter());
    }
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
