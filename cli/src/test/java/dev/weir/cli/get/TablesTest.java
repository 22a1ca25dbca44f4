package dev.weir.cli.get;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.api.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TablesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String REVISION = "0123456789abcdef".repeat(4);

  private final Tables tables = new Tables(NOW);

  @Test
  void showsAPluginAndItsLastError() {
    Api.Problem problem =
        new Api.Problem("a.yaml:3: spec.phase: 'X'\nb", NOW.minusSeconds(130), "a.yaml");
    Api.Plugin plugin =
        new Api.Plugin(
            "default/headers",
            "AUTHN",
            "External",
            Optional.of(REVISION),
            Optional.empty(),
            new Api.Count(1, 2),
            new Api.Count(1, 1),
            Api.PluginStatus.REJECTED,
            0,
            Optional.of(problem));

    assertThat(tables.plugins(new Api.Plugins(List.of(plugin), List.of())))
        .isEqualToNormalizingNewlines(
            """
            NAME             PHASE  PLACEMENT  REVISION      PROXIES  HOSTS  STATUS    LAST ERROR
            default/headers  AUTHN  External   0123456789ab  1/2      1/1    rejected  a.yaml:3: spec.phase: 'X'; b (2m10s ago)
            """);
  }

  @Test
  void showsProblemsOfNoPluginBelowTheTable() {
    Api.Problem problem = new Api.Problem("b.yaml:1: no kind", NOW, "b.yaml");

    assertThat(tables.plugins(new Api.Plugins(List.of(), List.of(problem))))
        .endsWith("b.yaml:1: no kind (0s ago)" + System.lineSeparator());
  }

  @Test
  void showsOneLinePerSlotAndOneForAProxyWithout() {
    Api.Slot slot = new Api.Slot("weir.authn", REVISION, "acked");
    List<Api.Proxy> proxies =
        List.of(
            new Api.Proxy("a", "1.40.0", true, List.of(slot), Optional.empty()),
            new Api.Proxy("b", "", false, List.of(), Optional.empty()));

    assertThat(tables.proxies(new Api.Proxies(proxies)))
        .isEqualToNormalizingNewlines(
            """
            NODE  VERSION  CONNECTED  SLOT        REVISION      STATE  LAST ERROR
            a     1.40.0   yes        weir.authn  0123456789ab  acked  -
            b     -        no         -           -             -      -
            """);
  }

  @Test
  void shortensTheRevisionOfAChain() {
    Api.Chain chain = new Api.Chain("weir.authn@" + REVISION, "loaded", 3, Optional.empty());
    Api.Host host = new Api.Host("h", "127.0.0.1:1", true, true, List.of(chain));

    assertThat(tables.hosts(new Api.Hosts(List.of(host))))
        .contains("h     127.0.0.1:1  yes        yes      weir.authn@0123456789ab  loaded  3");
  }

  @Test
  void cutsTheMiddleOutOfALongError() {
    String quoted = "listener refused: " + "x".repeat(5_000) + " stat_prefix is empty";
    Api.Proxy proxy =
        new Api.Proxy(
            "a", "1.40.0", true, List.of(), Optional.of(new Api.Problem(quoted, NOW, "proxy a")));

    assertThat(tables.proxies(new Api.Proxies(List.of(proxy))))
        .contains("listener refused: x", " … x", "stat_prefix is empty (0s ago)")
        .hasSizeLessThan(1_000);
  }

  @Test
  void saysAnAgeInItsLargestUnits() {
    assertThat(Tables.age(Duration.ofSeconds(-1))).isEqualTo("0s");
    assertThat(Tables.age(Duration.ofSeconds(59))).isEqualTo("59s");
    assertThat(Tables.age(Duration.ofMinutes(61))).isEqualTo("1h1m");
    assertThat(Tables.age(Duration.ofHours(50))).isEqualTo("2d");
  }
}
