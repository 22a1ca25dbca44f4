package dev.weir.xds.compile;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.weir.proto.v1alpha1.FilterChain;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.common.matching.v3.ExtensionWithMatcher;
import io.envoyproxy.envoy.extensions.filters.common.matcher.action.v3.SkipFilter;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.http.wasm.v3.Wasm;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.type.matcher.v3.HttpRequestHeaderMatchInput;

/// Messages as JSON, with what they pack: the text form would show each value of a TypedStruct on
/// six lines.
final class Printed {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(Cluster.getDescriptor())
                  .add(Listener.getDescriptor())
                  .add(RouteConfiguration.getDescriptor())
                  .add(TypedExtensionConfig.getDescriptor())
                  .add(ExtensionWithMatcher.getDescriptor())
                  .add(SkipFilter.getDescriptor())
                  .add(HttpRequestHeaderMatchInput.getDescriptor())
                  .add(ExternalProcessor.getDescriptor())
                  .add(RBAC.getDescriptor())
                  .add(Router.getDescriptor())
                  .add(Wasm.getDescriptor())
                  .add(
                      io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3
                          .PreviousHostsPredicate.getDescriptor())
                  .add(HttpConnectionManager.getDescriptor())
                  .add(io.envoyproxy.envoy.extensions.filters.network.wasm.v3.Wasm.getDescriptor())
                  .add(io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC.getDescriptor())
                  .add(TcpProxy.getDescriptor())
                  .add(com.github.xds.type.v3.TypedStruct.getDescriptor())
                  .add(com.google.protobuf.StringValue.getDescriptor())
                  .add(FilterChain.getDescriptor())
                  .build())
          .preservingProtoFieldNames();

  private Printed() {}

  static String of(MessageOrBuilder message) {
    try {
      return PRINTER.print(message) + "\n";
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
