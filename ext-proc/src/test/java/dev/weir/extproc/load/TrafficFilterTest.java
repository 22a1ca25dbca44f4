package dev.weir.extproc.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proto.v1alpha1.HeaderMatch;
import dev.weir.proto.v1alpha1.TrafficMatch;
import dev.weir.proxywasm.http.HeaderMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficFilterTest {
  private static HeaderMap request(String host) {
    return HeaderMap.of(
        ":method", "POST", ":path", "/admin/users", ":authority", host, "x-tenant", "blue-1");
  }

  private static boolean accepts(TrafficMatch.Builder match) {
    return new TrafficFilter(List.of(match.build())).accepts(request("api.example.com"));
  }

  @Test
  void acceptsEverythingWithoutAMatch() {
    assertThat(new TrafficFilter(List.of()).accepts(request("a"))).isTrue();
  }

  @Test
  void acceptsWhatAnyMatchFits() {
    TrafficMatch no = TrafficMatch.newBuilder().addMethods("GET").build();
    TrafficMatch yes = TrafficMatch.newBuilder().addMethods("POST").build();

    assertThat(new TrafficFilter(List.of(no, yes)).accepts(request("a"))).isTrue();
  }

  @Test
  void wantsAllConditionsOfAMatch() {
    assertThat(accepts(TrafficMatch.newBuilder().addMethods("POST").addPathPrefixes("/admin")))
        .isTrue();
    assertThat(accepts(TrafficMatch.newBuilder().addMethods("GET").addPathPrefixes("/admin")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "api.example.com, api.example.com, true",
    "api.example.com, API.Example.com:8443, true",
    "api.example.com, www.example.com, false",
    "*.example.com, api.example.com, true",
    "*.example.com, a.b.example.com:80, true",
    "*.example.com, example.com, false",
    "*.example.com, badexample.com, false",
    "[::1], [::1]:8080, true",
    "[::1], [::2]:8080, false"
  })
  void comparesHostsWithoutPortAndCase(String wanted, String authority, boolean fits) {
    TrafficMatch match = TrafficMatch.newBuilder().addHosts(wanted).build();

    assertThat(new TrafficFilter(List.of(match)).accepts(request(authority))).isEqualTo(fits);
  }

  @Test
  void looksAtHeaders() {
    HeaderMatch.Builder tenant = HeaderMatch.newBuilder().setName("X-Tenant");

    assertThat(accepts(TrafficMatch.newBuilder().addHeaders(tenant.setExact("blue-1")))).isTrue();
    assertThat(accepts(TrafficMatch.newBuilder().addHeaders(tenant.setPrefix("blue")))).isTrue();
    assertThat(accepts(TrafficMatch.newBuilder().addHeaders(tenant.setPrefix("red")))).isFalse();
    assertThat(accepts(TrafficMatch.newBuilder().addHeaders(tenant.setPresent(true)))).isTrue();
    assertThat(accepts(TrafficMatch.newBuilder().addHeaders(tenant.setPresent(false)))).isFalse();
  }
}
