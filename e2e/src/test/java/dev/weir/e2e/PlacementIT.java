package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// A module does the same in the ext-proc service and in Envoy's own VM.
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlacementIT {
  private static final String HEADERS_SPEC =
      """
      placement: %s
      pluginConfig:
        request:
          set: {x-set: "new", x-latin: "caf\\u00e9", user-agent: "replaced"}
          add: {x-repeated: "two"}
          remove: [x-unwanted]
        response:
          set: {x-set: "new"}
          add: {content-language: "de"}
          remove: [content-type]
      """;

  private static final String API_KEY_SPEC =
      """
      placement: %s
      pluginConfig: {header: X-Key, keys: [first, second]}
      """;

  private final WeirUnderTest weir;

  PlacementIT(@TempDir Path temp) {
    weir = WeirUnderTest.start(new Folder(temp.resolve("placement")));
  }

  @AfterAll
  void stop() {
    weir.close();
  }

  @Test
  void theHeadersFilterDoesTheSameInBothPlacements() {
    assertSameInBothPlacements(Plugins.HEADERS, HEADERS_SPEC, PlacementIT::headersExchanges);
  }

  @Test
  void theApiKeyFilterDoesTheSameInBothPlacements() {
    assertSameInBothPlacements(Plugins.API_KEY, API_KEY_SPEC, PlacementIT::apiKeyExchanges);
  }

  @Test
  void anAnswerOfAnEarlierFilterMeetsTheSameLaterFiltersInBothPlacements() {
    weir.apply("marked", Plugins.marking("marked", Plugins.HEADERS, "yes"));
    String apiKey = Plugins.apiKey("first", "/admin");
    weir.apply("api-key", apiKey);
    List<Exchange> external = adminExchanges(weir.client());

    String inProxy = "  placement: Proxy\n";
    weir.apply("marked", Plugins.marking("marked", Plugins.HEADERS, "yes") + inProxy);
    weir.apply("api-key", apiKey + inProxy);

    assertThat(external).isEqualTo(adminExchanges(weir.client()));
    weir.remove("marked");
    weir.remove("api-key");
  }

  private static List<Exchange> adminExchanges(Client client) {
    return List.of(
        client.get("/"), client.get("/admin"), client.get("/admin", "x-api-key", "first"));
  }

  private static List<Exchange> headersExchanges(Client client) {
    return List.of(
        client.get("/"),
        client.get("/a?b=c", "x-unwanted", "1", "x-repeated", "one", "x-set", "old"),
        client.get("//twice/../x", "x-set", "a", "x-set", "b"),
        client.post("/body", 100_000, "x-unwanted", "1"));
  }

  private static List<Exchange> apiKeyExchanges(Client client) {
    return List.of(
        client.get("/"),
        client.get("/", "x-key", ""),
        client.get("/", "x-key", "third"),
        client.get("/", "x-key", "first"),
        client.get("/", "x-key", "second"),
        client.get("/", "x-key", "first", "x-key", "third"),
        client.post("/", 100_000, "x-key", "second"),
        client.post("/", 10, "x-key", "third"));
  }

  private interface Conversation {
    List<Exchange> with(Client client);
  }

  private void assertSameInBothPlacements(Path module, String spec, Conversation conversation) {
    String url = module.toUri().toString();

    weir.apply("filter", Plugins.document("filter", url, spec.formatted("External")));
    List<Exchange> external = conversation.with(weir.client());
    weir.apply("filter", Plugins.document("filter", url, spec.formatted("Proxy")));
    List<Exchange> proxy = conversation.with(weir.client());

    assertThat(weir.status().get("filter").placement()).isEqualToIgnoringCase("Proxy");
    assertThat(external).isEqualTo(proxy);
    assertThat(external).as("the filter did something").isNotEqualTo(unfiltered(conversation));
  }

  private List<Exchange> unfiltered(Conversation conversation) {
    weir.remove("filter");
    return conversation.with(weir.client());
  }
}
