package dev.weir.xds.compile;

import com.google.protobuf.Descriptors.Descriptor;

/// Type URLs of what Weir serves.
public final class TypeUrls {
  private static final String PREFIX = "type.googleapis.com/";

  public static final String CLUSTER = PREFIX + "envoy.config.cluster.v3.Cluster";
  public static final String ENDPOINTS = PREFIX + "envoy.config.endpoint.v3.ClusterLoadAssignment";
  public static final String LISTENER = PREFIX + "envoy.config.listener.v3.Listener";
  public static final String ROUTES = PREFIX + "envoy.config.route.v3.RouteConfiguration";
  public static final String SECRET = PREFIX + "envoy.extensions.transport_sockets.tls.v3.Secret";

  /// ECDS: what a slot runs.
  public static final String EXTENSION = PREFIX + "envoy.config.core.v3.TypedExtensionConfig";

  /// What an ext-proc host runs.
  public static final String CHAIN = PREFIX + "weir.v1alpha1.FilterChain";

  static final String HTTP_CONNECTION_MANAGER =
      PREFIX + "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";
  static final String ROUTER = PREFIX + "envoy.extensions.filters.http.router.v3.Router";
  static final String TYPED_STRUCT = PREFIX + "xds.type.v3.TypedStruct";
  static final String OLD_TYPED_STRUCT = PREFIX + "udpa.type.v1.TypedStruct";
  static final String RBAC = PREFIX + "envoy.extensions.filters.http.rbac.v3.RBAC";
  static final String WASM = PREFIX + "envoy.extensions.filters.http.wasm.v3.Wasm";
  static final String EXT_PROC =
      PREFIX + "envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor";
  static final String WITH_MATCHER =
      PREFIX + "envoy.extensions.common.matching.v3.ExtensionWithMatcher";

  static final String NETWORK_EXT_PROC =
      PREFIX + "envoy.extensions.filters.network.ext_proc.v3.NetworkExternalProcessor";
  static final String NETWORK_WASM = PREFIX + "envoy.extensions.filters.network.wasm.v3.Wasm";
  static final String NETWORK_RBAC = PREFIX + "envoy.extensions.filters.network.rbac.v3.RBAC";

  /// Since 1.39; the stubs do not have it.
  static final String FILTER_CHAIN =
      PREFIX + "envoy.extensions.filters.http.filter_chain.v3.FilterChainConfig";

  private TypeUrls() {}

  static String of(Descriptor type) {
    return PREFIX + type.getFullName();
  }

  /// The full name of the message, without whatever stands before the last slash.
  static String message(String typeUrl) {
    return typeUrl.substring(typeUrl.lastIndexOf('/') + 1);
  }
}
