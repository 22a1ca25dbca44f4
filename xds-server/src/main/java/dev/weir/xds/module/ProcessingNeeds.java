package dev.weir.xds.module;

import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.HeaderSendMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What Envoy's ext_proc filter has to send for plugins: nothing that none of them looks at.
///
/// @param requestAttributes names of attributes that are sent with the request
/// @param responseAttributes as the other, with the response
public record ProcessingNeeds(
    ProcessingMode mode, List<String> requestAttributes, List<String> responseAttributes) {
  private static final Set<ModuleFacts.Callback> BODIES_AND_TRAILERS_OF_REQUESTS =
      EnumSet.of(ModuleFacts.Callback.REQUEST_BODY, ModuleFacts.Callback.REQUEST_TRAILERS);
  private static final Set<ModuleFacts.Callback> BODIES_AND_TRAILERS_OF_RESPONSES =
      EnumSet.of(ModuleFacts.Callback.RESPONSE_BODY, ModuleFacts.Callback.RESPONSE_TRAILERS);
  private static final Set<ModuleFacts.Callback> RESPONSES =
      EnumSet.of(
          ModuleFacts.Callback.RESPONSE_HEADERS,
          ModuleFacts.Callback.RESPONSE_BODY,
          ModuleFacts.Callback.RESPONSE_TRAILERS,
          ModuleFacts.Callback.LOG);

  /// What `proxy_get_property` can ask for and the host cannot know from headers. Not among them:
  /// `xds.node`, several KB per request, and maps, which arrive as text that nothing can read.
  private static final List<String> REQUEST_ATTRIBUTES =
      Stream.of(
              List.of("request.id", "request.protocol", "request.time"),
              ConnectionNeeds.OF_THE_CONNECTION,
              List.of("xds.cluster_name", "xds.route_name", "xds.virtual_host_name"),
              ConnectionNeeds.OF_THE_LISTENER)
          .flatMap(List::stream)
          .toList();

  private static final List<String> RESPONSE_ATTRIBUTES =
      List.of(
          "response.code_details",
          "response.flags",
          "response.grpc_status",
          "response.backend_latency",
          "upstream.address",
          "upstream.port",
          "upstream.local_address",
          "upstream.tls_version",
          "upstream.subject_peer_certificate",
          "upstream.uri_san_peer_certificate",
          "upstream.request_attempt_count");

  public ProcessingNeeds {
    requestAttributes = List.copyOf(requestAttributes);
    responseAttributes = List.copyOf(responseAttributes);
  }

  /// The needs of plugins together.
  ///
  /// @param callbacks that any of the plugins has
  /// @param readsProperties whether any of them may read properties
  public static ProcessingNeeds of(Set<ModuleFacts.Callback> callbacks, boolean readsProperties) {
    boolean seesResponses = callbacks.stream().anyMatch(RESPONSES::contains);
    return new ProcessingNeeds(
        mode(callbacks),
        readsProperties ? REQUEST_ATTRIBUTES : List.of(),
        readsProperties && seesResponses ? RESPONSE_ATTRIBUTES : List.of());
  }

  /// Only what some plugin looks at is sent. A body goes in full duplex, the only mode in which a
  /// plugin can hold the headers until it has seen the body; it demands trailers as well.
  private static ProcessingMode mode(Set<ModuleFacts.Callback> callbacks) {
    return ProcessingMode.newBuilder()
        .setRequestHeaderMode(HeaderSendMode.SEND)
        .setRequestBodyMode(body(callbacks.contains(ModuleFacts.Callback.REQUEST_BODY)))
        .setRequestTrailerMode(
            send(callbacks.stream().anyMatch(BODIES_AND_TRAILERS_OF_REQUESTS::contains)))
        .setResponseHeaderMode(send(callbacks.stream().anyMatch(RESPONSES::contains)))
        .setResponseBodyMode(body(callbacks.contains(ModuleFacts.Callback.RESPONSE_BODY)))
        .setResponseTrailerMode(
            send(callbacks.stream().anyMatch(BODIES_AND_TRAILERS_OF_RESPONSES::contains)))
        .build();
  }

  private static HeaderSendMode send(boolean wanted) {
    return wanted ? HeaderSendMode.SEND : HeaderSendMode.SKIP;
  }

  private static BodySendMode body(boolean wanted) {
    return wanted ? BodySendMode.FULL_DUPLEX_STREAMED : BodySendMode.NONE;
  }
}
