package dev.weir.xds.compile;

import com.google.protobuf.Any;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.Value;
import dev.weir.model.FailStrategy;
import dev.weir.model.Placement;
import dev.weir.model.TrafficMatch;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.xds.stream.Resource;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.common.matcher.action.v3.SkipFilter;
import io.envoyproxy.envoy.type.matcher.v3.HttpRequestHeaderMatchInput;
import java.util.ArrayList;
import java.util.List;

/// The plugins of a position to what a slot runs: consecutive external plugins become one ext_proc
/// filter, a plugin in the proxy becomes a Wasm filter, several filters become one filter chain.
public final class SlotCompiler {
  private static final TypeRegistry TYPES =
      TypeRegistry.newBuilder()
          .add(com.github.xds.type.v3.TypedStruct.getDescriptor())
          .add(
              io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
                  .getDescriptor())
          .add(io.envoyproxy.envoy.extensions.filters.http.wasm.v3.Wasm.getDescriptor())
          .add(StringValue.getDescriptor())
          .add(
              io.envoyproxy.envoy.extensions.common.matching.v3.ExtensionWithMatcher
                  .getDescriptor())
          .add(SkipFilter.getDescriptor())
          .add(HttpRequestHeaderMatchInput.getDescriptor())
          .build();

  private SlotCompiler() {}

  /// What `position` runs for proxies of this version that the plugins of `links` select.
  public static SlotPlan compile(Position position, List<Link> links, EnvoyVersion version) {
    List<List<Link>> runs = runs(links);
    List<SlotPlan.Refusal> refusals = new ArrayList<>();
    if (position == Position.NETWORK) {
      refuseNetwork(links, runs.size(), version, refusals);
    } else if (runs.size() > 1 && !version.knowsFilterChains()) {
      links.stream()
          .filter(SlotCompiler::isInProxy)
          .forEach(link ->
              refusals.add(
                  new SlotPlan.Refusal(
                      link.name(),
                      "placement: Proxy beside other plugins in slot %s of Envoy %s (expected: Envoy 1.39 or later, or placement External)"
                          .formatted(position.slot(), version))));
    }
    links.forEach(link -> refuse(link, refusals));
    if (links.isEmpty() || !refusals.isEmpty()) {
      return new SlotPlan(position, passThrough(position.slot()), List.of(), links, refusals);
    }
    List<FilterChain> chains = new ArrayList<>();
    List<Any> filters = new ArrayList<>();
    for (List<Link> run : runs) {
      filters.add(filter(position, run, version, chains));
    }
    Any content = filters.size() == 1 ? filters.getFirst() : chainOf(position, filters);
    return new SlotPlan(position, resource(position.slot(), content), chains, links, List.of());
  }

  /// A listener has no filter that is a chain of filters.
  private static void refuseNetwork(
      List<Link> links, int filters, EnvoyVersion version, List<SlotPlan.Refusal> refusals) {
    String reason = "";
    if (!links.isEmpty() && !version.tellsOfConnections()) {
      reason = "type: NETWORK in Envoy %s (expected: Envoy 1.40 or later)".formatted(version);
    } else if (filters > 1) {
      reason =
          "placement: Proxy beside other plugins in slot %s (expected: one plugin with placement Proxy, or all External)"
              .formatted(Position.NETWORK.slot());
    }
    if (!reason.isEmpty()) {
      for (Link link : links) {
        refusals.add(new SlotPlan.Refusal(link.name(), reason));
      }
    }
  }

  private static void refuse(Link link, List<SlotPlan.Refusal> refusals) {
    if (isInProxy(link) && link instanceof Link.Running(PluginVersion version)) {
      WasmCompiler.refusal(version)
          .ifPresent(reason -> refusals.add(new SlotPlan.Refusal(link.name(), reason)));
    }
  }

  /// Splits into runs that one filter can serve. A plugin without any version runs on the host,
  /// which knows how to apply a fail strategy.
  private static List<List<Link>> runs(List<Link> links) {
    List<List<Link>> runs = new ArrayList<>();
    boolean open = false;
    for (Link link : links) {
      if (isInProxy(link)) {
        runs.add(List.of(link));
        open = false;
      } else if (open) {
        runs.getLast().add(link);
      } else {
        runs.add(new ArrayList<>(List.of(link)));
        open = true;
      }
    }
    return runs;
  }

  private static boolean isInProxy(Link link) {
    return link instanceof Link.Running && link.plugin().execution().placement() == Placement.PROXY;
  }

  /// A filter whose every plugin is for some requests only is skipped for the others. A host checks
  /// again, so there it only saves work; a proxy does not.
  private static Any filter(
      Position position, List<Link> run, EnvoyVersion version, List<FilterChain> chains) {
    List<TrafficMatch> traffic = traffic(run);
    if (isInProxy(run.getFirst()) && run.getFirst() instanceof Link.Running(var plugin)) {
      return TrafficMatcher.wrap(position.slot(), WasmCompiler.compile(position, plugin), traffic);
    }
    FilterChain chain = ChainCompiler.compile(position, run);
    chains.add(chain);
    if (position == Position.NETWORK) {
      return NetworkCompiler.compile(chain, run, version);
    }
    Any filter = ExtProcCompiler.compile(chain, run, version);
    return TrafficMatcher.isWorthIt(traffic)
        ? TrafficMatcher.wrap(position.slot(), filter, traffic)
        : filter;
  }

  /// What any of the plugins is for; empty if one of them is for everything.
  private static List<TrafficMatch> traffic(List<Link> run) {
    List<TrafficMatch> matches = new ArrayList<>();
    for (Link link : run) {
      List<TrafficMatch> traffic = link.plugin().scope().traffic();
      if (traffic.isEmpty()) {
        return List.of();
      }
      matches.addAll(traffic);
    }
    return matches;
  }

  private static Any chainOf(Position position, List<Any> filters) {
    ListValue.Builder list = ListValue.newBuilder();
    for (int i = 0; i < filters.size(); i++) {
      TypedExtensionConfig filter =
          TypedExtensionConfig.newBuilder()
              .setName(position.slot() + "." + i)
              .setTypedConfig(filters.get(i))
              .build();
      list.addValues(value(TypedStructs.fields(filter, TYPES)));
    }
    Struct chain =
        Struct.newBuilder()
            .putFields("filters", Value.newBuilder().setListValue(list).build())
            .build();
    return TypedStructs.pack(
        TypeUrls.FILTER_CHAIN,
        Struct.newBuilder().putFields("default_filter_chain", value(chain)).build());
  }

  private static Value value(Struct struct) {
    return Value.newBuilder().setStructValue(struct).build();
  }

  /// A slot's content that does nothing. An empty RBAC configuration enforces nothing.
  public static Resource passThrough(String slot) {
    if (slot.equals(Position.NETWORK.slot())) {
      return resource(slot, Contents.pack(networkRbac(slot).build()));
    }
    return resource(
        slot,
        Contents.pack(
            io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC.getDefaultInstance()));
  }

  /// A slot's content that lets nothing pass: rules without any policy allow nobody.
  public static Resource deny(String slot) {
    if (slot.equals(Position.NETWORK.slot())) {
      return resource(
          slot, Contents.pack(networkRbac(slot).setRules(RBAC.getDefaultInstance()).build()));
    }
    Message filter =
        io.envoyproxy
            .envoy
            .extensions
            .filters
            .http
            .rbac
            .v3
            .RBAC
            .newBuilder()
            .setRules(RBAC.getDefaultInstance())
            .build();
    return resource(slot, Contents.pack(filter));
  }

  private static io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC.Builder networkRbac(
      String slot) {
    return io.envoyproxy
        .envoy
        .extensions
        .filters
        .network
        .rbac
        .v3
        .RBAC
        .newBuilder()
        .setStatPrefix(slot.replace('.', '_'));
  }

  private static Resource resource(String slot, Any content) {
    return Contents.resource(
        slot, TypedExtensionConfig.newBuilder().setName(slot).setTypedConfig(content).build());
  }

  static boolean failsOpen(Link link) {
    return link.plugin().execution().failStrategy() == FailStrategy.FAIL_OPEN;
  }
}
