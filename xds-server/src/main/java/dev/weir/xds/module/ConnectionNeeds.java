package dev.weir.xds.module;

import io.envoyproxy.envoy.extensions.filters.network.ext_proc.v3.ProcessingMode;
import io.envoyproxy.envoy.extensions.filters.network.ext_proc.v3.ProcessingMode.DataSendMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What Envoy's network ext_proc filter has to send for plugins.
///
/// @param callbacks that any of the plugins has
/// @param readsProperties whether any of them may call `proxy_get_property`
public record ConnectionNeeds(Set<ModuleFacts.Callback> callbacks, boolean readsProperties) {
  public static final ConnectionNeeds NONE = new ConnectionNeeds(Set.of(), false);

  /// Callbacks that need what the server sends; with that, Envoy can lose the last bytes of a
  /// server whose client has ended its side first.
  private static final Set<ModuleFacts.Callback> OF_UPSTREAM =
      EnumSet.of(ModuleFacts.Callback.UPSTREAM_DATA, ModuleFacts.Callback.UPSTREAM_CLOSE);

  /// What `proxy_get_property` can ask for of a connection, also from one of its requests.
  static final List<String> OF_THE_CONNECTION =
      List.of(
          "source.address",
          "source.port",
          "destination.address",
          "destination.port",
          "connection.id",
          "connection.mtls",
          "connection.requested_server_name",
          "connection.tls_version",
          "connection.subject_local_certificate",
          "connection.subject_peer_certificate",
          "connection.dns_san_local_certificate",
          "connection.dns_san_peer_certificate",
          "connection.uri_san_local_certificate",
          "connection.uri_san_peer_certificate",
          "connection.sha256_peer_certificate_digest");

  /// As the other, of the listener that took it.
  static final List<String> OF_THE_LISTENER =
      List.of("xds.listener_direction", "xds.filter_chain_name");

  private static final List<String> ATTRIBUTES =
      Stream.of(OF_THE_CONNECTION, OF_THE_LISTENER).flatMap(List::stream).toList();

  public ConnectionNeeds {
    callbacks = Set.copyOf(callbacks);
  }

  /// These together with those of one more module.
  public ConnectionNeeds and(ModuleFacts module) {
    Set<ModuleFacts.Callback> all = EnumSet.noneOf(ModuleFacts.Callback.class);
    all.addAll(callbacks);
    all.addAll(module.callbacks());
    return new ConnectionNeeds(all, readsProperties || module.readsProperties());
  }

  /// What the client sends is always sent: the connection's begin is told by it.
  public ProcessingMode mode() {
    boolean upstream = callbacks.stream().anyMatch(OF_UPSTREAM::contains);
    return ProcessingMode.newBuilder()
        .setProcessRead(DataSendMode.STREAMED)
        .setProcessWrite(upstream ? DataSendMode.STREAMED : DataSendMode.SKIP)
        .build();
  }

  public List<String> attributes() {
    return readsProperties ? ATTRIBUTES : List.of();
  }
}
