package dev.weir.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SampleUpstreamTest {
  @Test
  void answersWithTheRequestThatReachedIt() throws Exception {
    try (SampleUpstream upstream = SampleUpstream.start(0);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:%d/a/b?c=1".formatted(upstream.port())))
              .header("X-Weir", "hello")
              .header("x-many", "1")
              .header("x-many", "2")
              .POST(HttpRequest.BodyPublishers.ofString("12345"))
              .build();

      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

      JsonNode echo = JsonMapper.shared().readTree(answer.body());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(echo.at("/method").asString()).isEqualTo("POST");
      assertThat(echo.at("/path").asString()).isEqualTo("/a/b?c=1");
      assertThat(echo.at("/headers/x-weir").asString()).isEqualTo("hello");
      assertThat(echo.at("/headers/x-many/1").asString()).isEqualTo("2");
      assertThat(echo.at("/bodyBytes").asLong()).isEqualTo(5);
    }
  }
}
