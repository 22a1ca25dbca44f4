package dev.weir.xds.compile;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.xds.module.ConnectionNeeds;
import io.envoyproxy.envoy.extensions.filters.network.ext_proc.v3.NetworkExternalProcessor;
import java.util.List;

/// A chain for TCP connections to the network ext_proc filter that calls it.
///
/// Without `message_timeout`: a plugin may hold data for as long as a client takes to send more of
/// it, which to Envoy is a message without an answer.
final class NetworkCompiler {
  private static final String FILTER = "envoy.filters.network.ext_proc";

  private static final TypeRegistry NO_TYPES = TypeRegistry.getEmptyTypeRegistry();

  private NetworkCompiler() {}

  /// The filter that runs `chain`, whose plugins are `links`.
  static Any compile(FilterChain chain, List<Link> links, EnvoyVersion version) {
    return TypedStructs.pack(TypeUrls.NETWORK_EXT_PROC, fields(chain, links, version));
  }

  /// As JSON, the filter for whoever writes a proxy's listeners by hand, name and type included.
  static String forOthers(FilterChain chain, List<Link> links) {
    Struct config =
        fields(chain, links, EnvoyVersion.UNKNOWN).toBuilder()
            .putFields("@type", text(TypeUrls.NETWORK_EXT_PROC))
            .build();
    Struct filter =
        Struct.newBuilder()
            .putFields("name", text(FILTER))
            .putFields("typed_config", Value.newBuilder().setStructValue(config).build())
            .build();
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(filter);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a struct without a JSON form", e);
    }
  }

  /// With the fields that the stubs do not have.
  private static Struct fields(FilterChain chain, List<Link> links, EnvoyVersion version) {
    ConnectionNeeds needs = needs(links);
    NetworkExternalProcessor filter =
        NetworkExternalProcessor.newBuilder()
            .setGrpcService(HostService.of(chain, "", version))
            .setFailureModeAllow(links.stream().allMatch(SlotCompiler::failsOpen))
            .setProcessingMode(needs.mode())
            .setMessageTimeout(Duration.getDefaultInstance())
            .build();
    Struct.Builder fields = TypedStructs.fields(filter, NO_TYPES).toBuilder();
    fields.putFields("stat_prefix", text(chain.getName().replace('.', '_')));
    if (!needs.attributes().isEmpty()) {
      ListValue.Builder names = ListValue.newBuilder();
      needs.attributes().forEach(name -> names.addValues(text(name)));
      fields.putFields("connection_attributes", Value.newBuilder().setListValue(names).build());
    }
    return fields.build();
  }

  private static ConnectionNeeds needs(List<Link> links) {
    ConnectionNeeds needs = ConnectionNeeds.NONE;
    for (Link link : links) {
      if (link instanceof Link.Running(PluginVersion version)) {
        needs = needs.and(version.visible());
      }
    }
    return needs;
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
