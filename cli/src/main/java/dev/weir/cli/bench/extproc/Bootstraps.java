package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.process.Envoy;
import dev.weir.cli.bench.report.BodyMode;
import dev.weir.cli.bench.report.Scenario;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Static configurations of the Envoys that Weir does not configure, in Envoy's JSON.
///
/// Default HTTP settings, no access log, one listener on a free port, one origin.
final class Bootstraps {
  private static final String HTTP2 =
      """
      , "typed_extension_protocol_options": {
         "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
           "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
           "explicit_http_config": {"http2_protocol_options": {}}}}
      """;

  private Bootstraps() {}

  static String alone(InetSocketAddress origin) {
    return whole("", originCluster(origin));
  }

  static String ownVm(InetSocketAddress origin, Scenario scenario, Path module) {
    return whole(wasm(scenario, module), originCluster(origin));
  }

  static String noop(InetSocketAddress origin, Scenario scenario, InetSocketAddress server) {
    return whole(extProc(scenario, ""), originCluster(origin).strip() + ", " + asked(server));
  }

  /// A proxy that Weir does not configure, for the modes in which it would not.
  ///
  /// @param chain as the proxies that Weir configures name it
  static String foreign(
      InetSocketAddress origin, Scenario scenario, InetSocketAddress server, String chain) {
    String authority = ", \"authority\": " + quoted(chain);
    return whole(
        extProc(scenario, authority), originCluster(origin).strip() + ", " + asked(server));
  }

  private static String asked(InetSocketAddress server) {
    return cluster("server", server, HTTP2);
  }

  private static String whole(String filter, String clusters) {
    return """
    {"node": {"id": "bench", "cluster": "bench"},
     "admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}}},
     "static_resources": {"listeners": [%s], "clusters": [%s]}}
    """
        .formatted(listener(filter), clusters);
  }

  static String listener(String filter) {
    return """
    {"name": "%s",
     "address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}},
     "filter_chains": [{"filters": [{
       "name": "envoy.filters.network.http_connection_manager",
       "typed_config": {
         "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
         "stat_prefix": "bench",
         "route_config": {"virtual_hosts": [{"name": "origin", "domains": ["*"],
           "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "origin"}}]}]},
         "http_filters": [%s{"name": "envoy.filters.http.router", "typed_config": {
           "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]}]}
    """
        .formatted(Envoy.LISTENER, filter);
  }

  static String originCluster(InetSocketAddress origin) {
    return cluster("origin", origin, "");
  }

  private static String cluster(String name, InetSocketAddress address, String options) {
    return """
    {"name": "%s", "type": "STATIC", "connect_timeout": "2s",
     "load_assignment": {"cluster_name": "%s", "endpoints": [{"lb_endpoints": [{"endpoint":
       {"address": {"socket_address": {"address": "127.0.0.1", "port_value": %d}}}}]}]}%s}
    """
        .formatted(name, name, address.getPort(), options);
  }

  private static String wasm(Scenario scenario, Path module) {
    return """
    {"name": "filter", "typed_config": {
       "@type": "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm",
       "config": {"name": "filter",
         "vm_config": {"runtime": "envoy.wasm.runtime.v8", "code": {"local": {"filename": %s}}},
         "configuration": {"@type": "type.googleapis.com/google.protobuf.StringValue",
           "value": %s}%s}}},
    """
        .formatted(
            quoted(module.toString()),
            quoted(scenario.filter().configuration()),
            scenario.filter().capabilities().map(Bootstraps::restriction).orElse(""));
  }

  private static String restriction(List<String> capabilities) {
    return ", \"capability_restriction_config\": {\"allowed_capabilities\": {\"%s\": {}}}"
        .formatted(String.join("\": {}, \"", capabilities));
  }

  /// The message timeout is far above the default 200 ms: a stall of the machine discards no round.
  private static String extProc(Scenario scenario, String authority) {
    BodyMode bodies = scenario.bodies();
    boolean duplex = bodies == BodyMode.FULL_DUPLEX_STREAMED;
    return """
    {"name": "server", "typed_config": {
       "@type": "type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor",
       "grpc_service": {"envoy_grpc": {"cluster_name": "server"%1$s}},
       "message_timeout": "2s",
       "processing_mode": {"request_header_mode": "SEND", "response_header_mode": "%2$s",
         "request_body_mode": "%3$s", "response_body_mode": "%3$s",
         "request_trailer_mode": "%4$s", "response_trailer_mode": "%4$s"}}},
    """
        .formatted(
            authority,
            scenario.filter().seesResponses() ? "SEND" : "SKIP",
            bodies,
            duplex ? "SEND" : "SKIP");
  }

  static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }
}
