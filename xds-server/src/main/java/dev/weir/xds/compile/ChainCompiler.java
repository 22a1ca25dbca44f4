package dev.weir.xds.compile;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import dev.weir.model.Capabilities;
import dev.weir.model.Compatibility;
import dev.weir.model.Digest;
import dev.weir.model.HeadersPause;
import dev.weir.model.Limits;
import dev.weir.model.TrafficMatch;
import dev.weir.model.Upstream;
import dev.weir.model.WasmPlugin;
import dev.weir.proto.v1alpha1.FailStrategy;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proto.v1alpha1.HeaderMatch;
import dev.weir.proto.v1alpha1.Module;
import dev.weir.proto.v1alpha1.Plugin;
import dev.weir.proto.v1alpha1.Upstream.Protocol;
import dev.weir.proto.v1alpha1.UpstreamTls;
import java.util.List;

/// Plugins to the chain that a host is to run.
final class ChainCompiler {
  private ChainCompiler() {}

  /// The chain of `links`, in this order, under its revision: the digest of everything but itself.
  static FilterChain compile(Position position, List<Link> links) {
    FilterChain.Builder chain =
        FilterChain.newBuilder()
            .setName(position.slot())
            .setTraffic(
                position == Position.NETWORK ? FilterChain.Traffic.TCP : FilterChain.Traffic.HTTP);
    links.forEach(link -> chain.addPlugins(plugin(link)));
    return chain.setRevision(Digest.of(Contents.bytes(chain.build())).hex()).build();
  }

  private static Plugin plugin(Link link) {
    WasmPlugin source = link.plugin();
    Plugin.Builder plugin =
        Plugin.newBuilder()
            .setName(link.name())
            .setFailStrategy(FailStrategy.valueOf(source.execution().failStrategy().name()));
    source.scope().traffic().forEach(match -> plugin.addTraffic(traffic(match)));
    switch (link) {
      case Link.Unavailable(_, String reason) -> plugin.setUnavailableReason(reason);
      case Link.Running(PluginVersion version) -> describe(version, plugin);
    }
    return plugin.build();
  }

  private static void describe(PluginVersion version, Plugin.Builder plugin) {
    WasmPlugin source = version.plugin();
    plugin
        .setModule(
            Module.newBuilder()
                .setUrl(source.module().url())
                .setSha256(version.module().digest().hex()))
        .setRootId(source.configuration().pluginName())
        .setConfiguration(ByteString.copyFromUtf8(source.configuration().pluginConfig()))
        .setVmId(source.configuration().vm().id())
        .setVmConfiguration(ByteString.copyFromUtf8(source.configuration().vm().configuration()))
        .putAllEnvironment(source.configuration().vm().inlineEnvironment())
        .setLimits(limits(source.execution().limits()))
        .setStrict(source.execution().compatibility() == Compatibility.STRICT)
        .setHeadersPauseOnly(source.execution().headersPause() == HeadersPause.HEADERS);
    source.execution().upstreams().forEach(upstream -> plugin.addUpstreams(upstream(upstream)));
    if (source.execution().capabilities() instanceof Capabilities.Only(var names)) {
      plugin.setCapabilities(dev.weir.proto.v1alpha1.Capabilities.newBuilder().addAllNames(names));
    }
  }

  private static dev.weir.proto.v1alpha1.Limits limits(Limits limits) {
    Limits.Instance instance = limits.instance();
    Limits.Traffic traffic = limits.traffic();
    Limits.Shared shared = limits.shared();
    return dev.weir.proto.v1alpha1.Limits.newBuilder()
        .setCallback(Durations.fromNanos(instance.callback().toNanos()))
        .setStart(Durations.fromNanos(instance.start().toNanos()))
        .setMemoryBytes(instance.memoryBytes())
        .setStack(instance.stack())
        .setHeldBodyBytes(traffic.heldBodyBytes())
        .setCallouts(traffic.callouts())
        .setLogLinesPerSecond(traffic.logLinesPerSecond())
        .setHeaderBytes(Math.toIntExact(traffic.headerBytes()))
        .setPropertyBytes(Math.toIntExact(traffic.propertyBytes()))
        .setSharedDataBytes(shared.dataBytes())
        .setSharedDataKeys(shared.dataKeys())
        .setQueues(shared.queues().count())
        .setQueueLength(shared.queues().length())
        .setQueueBytes(shared.queues().bytes())
        .setMetrics(shared.metrics())
        .build();
  }

  private static dev.weir.proto.v1alpha1.Upstream upstream(Upstream source) {
    Upstream.Bounds bounds = source.bounds();
    dev.weir.proto.v1alpha1.Upstream.Builder upstream =
        dev.weir.proto.v1alpha1.Upstream.newBuilder()
            .setName(source.name())
            .setAddress(source.address())
            .setProtocol(Protocol.valueOf(source.protocol().name()))
            .setTimeout(Durations.fromNanos(bounds.timeout().toNanos()))
            .setConnectTimeout(Durations.fromNanos(bounds.connectTimeout().toNanos()))
            .setMaxConnections(bounds.maxConnections())
            .setMaxPending(bounds.maxPending())
            .setMaxRequests(bounds.maxRequests())
            .setMaxResponseBytes(bounds.maxResponseBytes());
    source.tls().ifPresent(tls -> upstream.setTls(tls(tls)));
    return upstream.build();
  }

  private static UpstreamTls tls(Upstream.Tls source) {
    UpstreamTls.Builder tls = UpstreamTls.newBuilder().setSni(source.sni());
    source.caFile().ifPresent(tls::setCaFile);
    source
        .clientCertificate()
        .ifPresent(own -> tls.setCertificateFile(own.certificateFile()).setKeyFile(own.keyFile()));
    return tls.build();
  }

  private static dev.weir.proto.v1alpha1.TrafficMatch traffic(TrafficMatch match) {
    dev.weir.proto.v1alpha1.TrafficMatch.Builder traffic =
        dev.weir.proto.v1alpha1.TrafficMatch.newBuilder()
            .addAllHosts(match.hosts())
            .addAllPathPrefixes(match.pathPrefixes())
            .addAllMethods(match.methods());
    for (TrafficMatch.HeaderMatch header : match.headers()) {
      HeaderMatch.Builder condition = HeaderMatch.newBuilder().setName(header.name());
      switch (header.condition()) {
        case TrafficMatch.Condition.Exact(String value) -> condition.setExact(value);
        case TrafficMatch.Condition.Prefix(String value) -> condition.setPrefix(value);
        case TrafficMatch.Condition.Present(boolean present) -> condition.setPresent(present);
      }
      traffic.addHeaders(condition);
    }
    return traffic.build();
  }
}
