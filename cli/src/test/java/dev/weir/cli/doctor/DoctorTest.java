package dev.weir.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.api.Api;
import dev.weir.cli.conformance.Overlay;
import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Each mistake of `mistakes.yaml` is found, and nothing else.
class DoctorTest {
  private static final String DUMP =
      """
      {"configs": [
        {"@type": "type.googleapis.com/envoy.admin.v3.BootstrapConfigDump",
         "bootstrap": {"node": {"user_agent_build_version": {"version": {
           "major_number": VERSION, "minor_number": 40}}}}},
        {"@type": "type.googleapis.com/envoy.admin.v3.ClustersConfigDump",
         "static_clusters": [{"cluster": CLUSTER}]},
        {"@type": "type.googleapis.com/envoy.admin.v3.ListenersConfigDump",
         "dynamic_listeners": [{"name": "front", "active_state": {"listener": {
           "name": "front", "filter_chains": [{"filters": [{"name": "http", "typed_config":
             MANAGER}]}]}}}]}
      ]}
      """;

  private static final JsonNode CLUSTER =
      yaml(
          """
          name: weir
          circuit_breakers: {thresholds: [{max_requests: 100000, max_pending_requests: 100000}]}
          typed_extension_protocol_options:
            envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
              explicit_http_config: {http2_protocol_options: {}}
          """);

  private final JsonNode table = read();

  @TestFactory
  Stream<DynamicTest> findsEachMistakeAndNothingElse() {
    return StreamSupport.stream(table.path("mistakes").spliterator(), false)
        .map(mistake ->
            DynamicTest.dynamicTest(
                mistake.path("name").asString(),
                () ->
                    assertThat(examine(mistake))
                        .extracting(Finding::field)
                        .containsExactlyInAnyOrderElementsOf(fields(mistake))));
  }

  @Test
  void findsNothingInAGoodFilter() {
    assertThat(examine(yaml("{}"))).isEmpty();
  }

  @Test
  void saysWhereAFindingIs() {
    assertThat(examine(yaml("filter: {observability_mode: true}")))
        .singleElement()
        .extracting(Finding::where, Finding::severity)
        .containsExactly("front > http > weir", Finding.Severity.ERROR);
  }

  @Test
  void looksOnceAtAClusterThatTwoFiltersShare() {
    JsonNode dump = yaml(dump(yaml("cluster: {circuit_breakers: null}")));
    ArrayNode listeners = (ArrayNode) dump.at("/configs/2/dynamic_listeners");
    listeners.add(yaml(listeners.get(0).toString().replace("front", "back")));

    assertThat(examine(dump.toString()))
        .extracting(Finding::field)
        .containsExactly(
            "circuit_breakers.thresholds.max_requests",
            "circuit_breakers.thresholds.max_pending_requests");
  }

  @Test
  void saysThatThereIsNoFilter() {
    EnvoyDump dump = EnvoyDump.parse("{\"configs\": [{\"@type\": \"other\"}]}", "dump.json");

    assertThat(Doctor.examine(dump, new Api.Chains(List.of())))
        .singleElement()
        .extracting(Finding::found)
        .isEqualTo("no ext_proc filter");
  }

  @Test
  void refusesWhatIsNoDump() {
    assertThatThrownBy(() -> EnvoyDump.parse("<html>", "dump.json"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("dump.json: not JSON");
    assertThatThrownBy(() -> EnvoyDump.parse("{}", "dump.json"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("dump.json: no 'configs'");
  }

  private List<Finding> examine(JsonNode mistake) {
    return examine(dump(mistake));
  }

  private List<Finding> examine(String dump) {
    Api.ChainNeeds needs = new Api.ChainNeeds("weir.default@abc", table.path("wanted"));
    return Doctor.examine(EnvoyDump.parse(dump, "dump"), new Api.Chains(List.of(needs)));
  }

  private String dump(JsonNode mistake) {
    ObjectNode filter = patched(table.path("filter"), mistake.path("filter"));
    replaceAttributes(filter, mistake.path("filter"));
    return DUMP.replace("VERSION", "1")
        .replace("CLUSTER", patched(CLUSTER, mistake.path("cluster")).toString())
        .replace("MANAGER", manager(filter, mistake).toString());
  }

  private static ObjectNode manager(ObjectNode filter, JsonNode mistake) {
    filter.put("@type", "type.googleapis.com/" + FoundFilter.TYPE);
    ObjectNode manager =
        (ObjectNode)
            yaml(
                """
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                route_config: {virtual_hosts: [{name: all, routes: [{name: any}]}]}
                http_filters: [{name: weir}]
                """);
    ((ObjectNode) manager.at("/http_filters/0")).set("typed_config", filter);
    if (mistake.has("route")) {
      ((ObjectNode) manager.at("/route_config/virtual_hosts/0/routes/0"))
          .putObject("typed_per_filter_config")
          .set("weir", mistake.path("route"));
    }
    return patched(manager, mistake.path("manager"));
  }

  private void replaceAttributes(ObjectNode filter, JsonNode patch) {
    for (String field : List.of("request_attributes", "response_attributes")) {
      if (!patch.has(field)) {
        filter.set(field, table.path("wanted").path(field));
      }
    }
  }

  private static ObjectNode patched(JsonNode target, JsonNode patch) {
    ObjectNode result = (ObjectNode) target.deepCopy();
    Overlay.merge(result, patch);
    return result;
  }

  private static List<String> fields(JsonNode mistake) {
    return StreamSupport.stream(mistake.path("found").spliterator(), false)
        .map(JsonNode::asString)
        .toList();
  }

  private static JsonNode yaml(String text) {
    return new YAMLMapper().readTree(text);
  }

  private static JsonNode read() {
    try (InputStream in = DoctorTest.class.getResourceAsStream("/DoctorTest/mistakes.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
