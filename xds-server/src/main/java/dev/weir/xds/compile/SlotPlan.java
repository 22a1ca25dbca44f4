package dev.weir.xds.compile;

import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.xds.stream.Resource;
import java.util.List;

/// What a slot is to run, and what must be in place before it does.
///
/// @param content what the proxy gets
/// @param chains what every host must have loaded first; empty if no host takes part
/// @param links the plugins, in order
/// @param refusals plugins that this kind of proxy cannot run as asked; if there are any, the
///   content is not to be served
public record SlotPlan(
    Position position,
    Resource content,
    List<FilterChain> chains,
    List<Link> links,
    List<Refusal> refusals) {
  public SlotPlan {
    chains = List.copyOf(chains);
    links = List.copyOf(links);
    refusals = List.copyOf(refusals);
  }

  /// Why a plugin cannot be served.
  ///
  /// @param plugin `<namespace>/<name>`
  public record Refusal(String plugin, String reason) {}

  /// Whether requests may pass when nothing of this was ever accepted.
  public boolean failsOpen() {
    return links.stream().allMatch(SlotCompiler::failsOpen);
  }

  /// `<slot>@<revision>` of a chain.
  public static String nameOf(FilterChain chain) {
    return chain.getName() + "@" + chain.getRevision();
  }
}
