package dev.weir.xds.compile;

import dev.weir.xds.module.ModuleFacts;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.HeaderSendMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Chains whose plugins look at the bodies of some requests only: no body is sent unless the host
/// asks for it. The other requests then cost no body message, and their streams may end with the
/// answer to the headers.
final class BodiesOnDemand {
  private static final Set<ModuleFacts.Callback> BODIES =
      EnumSet.of(ModuleFacts.Callback.REQUEST_BODY, ModuleFacts.Callback.RESPONSE_BODY);

  private BodiesOnDemand() {}

  /// Whether it is worth it, and these proxies can be asked.
  static boolean suit(List<Link> links, EnvoyVersion version) {
    List<Link> looking = links.stream().filter(BodiesOnDemand::looksAtBodies).toList();
    return version.takesModesPerRequest()
        && !looking.isEmpty()
        && looking.size() < links.size()
        && looking.stream().noneMatch(link -> link.plugin().scope().traffic().isEmpty());
  }

  private static boolean looksAtBodies(Link link) {
    return link instanceof Link.Running(PluginVersion version)
        && version.visible().callbacks().stream().anyMatch(BODIES::contains);
  }

  /// `mode` without the bodies, and with the trailers that have callbacks of their own.
  static ProcessingMode in(ProcessingMode mode, Set<ModuleFacts.Callback> callbacks) {
    return mode.toBuilder()
        .setRequestBodyMode(BodySendMode.NONE)
        .setRequestTrailerMode(send(callbacks.contains(ModuleFacts.Callback.REQUEST_TRAILERS)))
        .setResponseBodyMode(BodySendMode.NONE)
        .setResponseTrailerMode(send(callbacks.contains(ModuleFacts.Callback.RESPONSE_TRAILERS)))
        .build();
  }

  private static HeaderSendMode send(boolean wanted) {
    return wanted ? HeaderSendMode.SEND : HeaderSendMode.SKIP;
  }
}
