package dev.weir.xds.fleet;

import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.xds.compile.Contents;
import dev.weir.xds.compile.ExtProcCompiler;
import dev.weir.xds.compile.Link;
import dev.weir.xds.compile.SlotPlan;
import dev.weir.xds.status.ChainNeeds;
import dev.weir.xds.status.Failure;
import dev.weir.xds.stream.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One revision of one chain, offered to every host.
final class Chain {
  private final Resource resource;
  private final List<Link> links;
  private final ChainNeeds needs;
  private boolean serving;
  private boolean loaded;
  private Instant needed;
  private @Nullable Failure refusal;

  Chain(FilterChain content, List<Link> links, Instant now) {
    this.resource = Contents.resource(SlotPlan.nameOf(content), content);
    this.links = List.copyOf(links);
    this.needs = new ChainNeeds(resource.name(), ExtProcCompiler.forOthers(content, this.links));
    this.needed = now;
  }

  /// What a proxy must send to it.
  ChainNeeds needs() {
    return needs;
  }

  /// `<slot>@<revision>`.
  String name() {
    return resource.name();
  }

  Resource resource() {
    return resource;
  }

  List<Link> links() {
    return links;
  }

  /// Whether some proxy may send requests to it, now or since it was last asked.
  boolean serves() {
    return serving;
  }

  void serve() {
    serving = true;
  }

  /// Whether any host ever had it: then a host that has not is at fault, not the chain.
  boolean wasLoaded() {
    return loaded;
  }

  void load() {
    loaded = true;
  }

  /// When it was last known to be needed.
  Instant needed() {
    return needed;
  }

  void need(Instant now) {
    needed = now;
  }

  /// Why no host can run it, where that is not the fault of a known plugin.
  Optional<Failure> refusal() {
    return Optional.ofNullable(refusal);
  }

  void refuse(Failure failure) {
    refusal = failure;
  }
}
