package dev.weir.cli.conformance.extproc;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.cli.conformance.probe.Http;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One way in which an Envoy asks: a listener with ext_proc in it.
///
/// @param says what is special about it, for readers
/// @param chain the chain that it names
/// @param terms what the host is told further; replaces what it is told in all modes
/// @param filters what each ext_proc filter has beyond what all modes have; one, or two in a row
/// @param place where the filters are
/// @param client what the client speaks
/// @param listener fields of the listener
/// @param manager fields of its HTTP connection manager
/// @param route fields of its route
record Mode(
    String name,
    String says,
    String chain,
    Map<String, String> terms,
    List<JsonNode> filters,
    Place place,
    Http client,
    JsonNode listener,
    JsonNode manager,
    JsonNode route) {
  enum Place {
    LISTENER,
    UPSTREAM
  }

  Mode {
    terms = Map.copyOf(terms);
    filters = List.copyOf(filters);
  }

  @JsonCreator
  static Mode of(
      @JsonProperty("name") String name,
      @JsonProperty("says") String says,
      @JsonProperty("chain") @Nullable String chain,
      @JsonProperty("terms") @Nullable Map<String, String> terms,
      @JsonProperty("filter") @Nullable JsonNode filter,
      @JsonProperty("second") @Nullable JsonNode second,
      @JsonProperty("place") @Nullable Place place,
      @JsonProperty("client") @Nullable Http client,
      @JsonProperty("listener") @Nullable JsonNode listener,
      @JsonProperty("manager") @Nullable JsonNode manager,
      @JsonProperty("route") @Nullable JsonNode route) {
    JsonNode first = orEmpty(filter);
    return new Mode(
        name,
        says,
        Objects.requireNonNullElse(chain, "probe"),
        Objects.requireNonNullElse(terms, Map.of()),
        second == null ? List.of(first) : List.of(first, second),
        Objects.requireNonNullElse(place, Place.LISTENER),
        Objects.requireNonNullElse(client, Http.HTTP1),
        orEmpty(listener),
        orEmpty(manager),
        orEmpty(route));
  }

  private static JsonNode orEmpty(@Nullable JsonNode node) {
    return node == null ? JsonNodeFactory.instance.objectNode() : node;
  }
}
