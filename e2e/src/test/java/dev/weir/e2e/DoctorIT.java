package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.api.Api;
import dev.weir.cli.conformance.Overlay;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `weir doctor` and one real Envoy that makes every mistake of `DoctorTest`, each in a listener
/// and a cluster of its own.
final class DoctorIT {
  private static final Path MISTAKES =
      Repository.path("cli/src/test/resources/DoctorTest/mistakes.yaml");

  private static final String LISTENER =
      """
      address: {socket_address: {address: 127.0.0.1, port_value: 0}}
      filter_chains:
        - filters:
            - name: http
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: mistake
                route_config:
                  virtual_hosts: [{name: all, domains: ["*"], routes: [{name: any, match: {prefix: /}, direct_response: {status: 200}}]}]
                http_filters:
                  - {name: own}
                  - name: router
                    typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
      """;

  private static final String CLUSTER =
      """
      type: STATIC
      connect_timeout: 1s
      circuit_breakers: {thresholds: [{max_requests: 100000, max_pending_requests: 100000}]}
      typed_extension_protocol_options:
        envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
          "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
          explicit_http_config: {http2_protocol_options: {}}
      """;

  @TempDir Path temp;

  private final JsonNode table = new YAMLMapper().readTree(MISTAKES);

  @Test
  void findsEveryMistakeOfARealEnvoyAndNothingElse() {
    Folder folder = new Folder(temp).write("probe.yaml", probe());
    try (WeirUnderTest weir = WeirUnderTest.start(folder)) {
      weir.awaitStatus("the probe runs", status -> status.ready("probe"));
      folder.write("mistakes.json", document(weir.admin().chains(), version(weir)));
      int last = table.path("mistakes").size() - 1;
      Eventually.await(
          "Envoy has every listener",
          () -> listeners(weir) > last + 1,
          () -> weir.status() + "\n" + weir.process().output());

      WeirProcess doctor = weir.doctor();

      assertThat(doctor.exitCode()).as(doctor.output()).isEqualTo(1);
      assertThat(found(Api.JSON.readTree(doctor.output()))).isEqualTo(expected());
    }
  }

  private static long listeners(WeirUnderTest weir) {
    return weir.stats().matching("listener_manager\\.total_listeners_active").values().stream()
        .mapToLong(Long::valueOf)
        .sum();
  }

  private static String probe() {
    return Plugins.document(
        "probe",
        Repository.path("filters/probe/probe.wasm").toUri().toString(),
        """
        upstreams: [{name: api, address: '127.0.0.1:1', timeout: 1s}]
        dynamicMetadata: {typedNamespaces: [com.example.peer]}
        """);
  }

  private static String version(WeirUnderTest weir) {
    return weir.admin().proxies().proxies().getFirst().version();
  }

  /// The fields by mistake; where nothing is expected, nothing may be found.
  private Map<String, List<String>> expected() {
    Map<String, List<String>> expected = new TreeMap<>();
    for (int i = 0; i < table.path("mistakes").size(); i++) {
      expected.put(
          "mistake-" + i,
          StreamSupport.stream(table.path("mistakes").path(i).path("found").spliterator(), false)
              .map(JsonNode::asString)
              .sorted()
              .toList());
    }
    return expected;
  }

  private static Map<String, List<String>> found(JsonNode report) {
    return StreamSupport.stream(report.path("findings").spliterator(), false)
        .collect(
            Collectors.groupingBy(
                finding ->
                    finding.path("where").asString().replaceFirst(".*?(mistake-[0-9]+).*", "$1"),
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    all -> all.stream().map(f -> f.path("field").asString()).sorted().toList())));
  }

  private String document(Api.Chains chains, String version) {
    ObjectNode document =
        (ObjectNode)
            yaml(
                """
                apiVersion: weir.dev/v1alpha1
                kind: EnvoyResources
                metadata: {name: mistakes}
                spec: {listeners: [], clusters: []}
                """);
    IntStream.range(0, table.path("mistakes").size())
        .forEach(i -> {
          JsonNode mistake = table.path("mistakes").path(i);
          ((ArrayNode) document.at("/spec/listeners")).add(listener(i, mistake, chains));
          ((ArrayNode) document.at("/spec/clusters")).add(cluster(i, mistake));
        });
    return document.toString().replace("1.40.0", version);
  }

  private ObjectNode listener(int index, JsonNode mistake, Api.Chains chains) {
    ObjectNode listener = (ObjectNode) yaml(LISTENER);
    listener.put("name", "mistake-" + index);
    ObjectNode manager = (ObjectNode) listener.at("/filter_chains/0/filters/0/typed_config");
    ObjectNode filter = patched(table.path("filter"), mistake.path("filter"));
    filter.put(
        "@type", "type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor");
    ((ObjectNode) filter.at("/grpc_service/envoy_grpc")).put("cluster_name", "mistake-" + index);
    JsonNode wanted = chains.chains().getLast().filter();
    for (String field : List.of("request_attributes", "response_attributes")) {
      if (filter.has(field)) {
        filter.set(field, wanted.path(field));
      }
    }
    ((ObjectNode) manager.at("/http_filters/0")).set("typed_config", filter);
    if (mistake.has("route")) {
      ((ObjectNode) manager.at("/route_config/virtual_hosts/0/routes/0"))
          .putObject("typed_per_filter_config")
          .set("own", mistake.path("route"));
      ((ObjectNode) manager.at("/route_config/virtual_hosts/0")).put("name", "mistake-" + index);
    }
    ((ObjectNode) listener.at("/filter_chains/0/filters/0"))
        .set("typed_config", patched(manager, mistake.path("manager")));
    return listener;
  }

  private static ObjectNode cluster(int index, JsonNode mistake) {
    ObjectNode cluster = patched(yaml(CLUSTER), mistake.path("cluster"));
    cluster.put("name", "mistake-" + index);
    cluster.putObject("load_assignment").put("cluster_name", "mistake-" + index);
    return cluster;
  }

  private static ObjectNode patched(JsonNode target, JsonNode patch) {
    ObjectNode result = (ObjectNode) target.deepCopy();
    Overlay.merge(result, patch);
    return result;
  }

  private static JsonNode yaml(String text) {
    return new YAMLMapper().readTree(text);
  }
}
