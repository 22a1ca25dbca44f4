package dev.weir.xds.service;

import io.envoyproxy.controlplane.cache.NodeGroup;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import java.util.List;
import java.util.Optional;

/// Code of others, written for java-control-plane, that takes part here.
///
/// All of it is called on the owner's thread: it must not block.
///
/// @param callbacks told of every stream, request and response; one that throws
///   [io.envoyproxy.controlplane.server.exception.RequestException] ends the stream with its status
/// @param groups what it answers for a node becomes the proxy's label [#GROUP_LABEL], by which
///   documents can select
public record Extensions(List<DiscoveryServerCallbacks> callbacks, Optional<NodeGroup<?>> groups) {
  /// The label that holds the group.
  public static final String GROUP_LABEL = "weir.dev/group";

  /// Nobody takes part.
  public static final Extensions NONE = new Extensions(List.of(), Optional.empty());

  public Extensions {
    callbacks = List.copyOf(callbacks);
  }
}
