package dev.weir.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.xds.status.PluginState;
import dev.weir.xds.status.Status;
import dev.weir.xds.support.FakeModules;
import dev.weir.xds.support.Yaml;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The control plane against a real Envoy, which the environment variable `ENVOY` names.
class EnvoyIT {
  private static final String HEADERS =
      Yaml.plugin("headers", "url: file:///m/headers.wasm\npluginName: headers-1");

  @TempDir Path folder;
  private final FakeModules modules = new FakeModules();
  private XdsServer xds;
  private FakeHost host;
  private TestEnvoy envoy;

  @BeforeEach
  void start() throws IOException {
    String binary = System.getenv("ENVOY");
    assumeTrue(binary != null, "ENVOY: not set (expected: the path of an Envoy executable)");
    xds = XdsServer.start(Options.loopback(0), modules, new SimpleMeterRegistry());
    xds.publish(Yaml.documents(Yaml.ENVOY, HEADERS));
    host = new FakeHost("host-1", xds.port());
    envoy = new TestEnvoy(binary, folder, "envoy-1", xds.port());
  }

  @AfterEach
  void stop() {
    if (envoy != null) {
      envoy.close();
      host.close();
      xds.close();
    }
  }

  @Test
  void servesListenersRoutesClustersAndSlots() throws InterruptedException {
    awaitChain(revision());

    Eventually.expect(new PluginState.Reach(1, 1, 1, 1), () -> plugin("default/headers").reach());
    assertThat(xds.status().proxies().getFirst().version()).startsWith("1.");
  }

  @Test
  void movesToANewRevisionAndTakesTheOldOneFromTheHosts() throws InterruptedException {
    awaitChain(revision());
    String before = chain();

    xds.publish(Yaml.documents(Yaml.ENVOY, HEADERS.replace("headers-1", "headers-2")));

    Eventually.expect(false, () -> chain().equals(before));
    Eventually.expect(false, () -> host.loaded.contains(before));
    assertThat(host.unknown).isEmpty();
    assertThat(stat("http.http.downstream_cx_drain_close")).isEqualTo(0);
    assertThat(stat("listener_manager.listener_modified")).isEqualTo(0);
  }

  @Test
  void staysOnTheLastGoodRevisionWhenAHostRefuses() throws InterruptedException {
    awaitChain(revision());
    String before = chain();
    host.refuse("headers-2");

    xds.publish(Yaml.documents(Yaml.ENVOY, HEADERS.replace("headers-1", "headers-2")));

    Eventually.expect(
        Optional.of("file1.yaml: plugin default/headers: refused by the test"),
        () -> plugin("default/headers").trouble().last().map(failure -> failure.text()));
    assertThat(chain()).isEqualTo(before);
    xds.publish(Yaml.documents(Yaml.ENVOY, HEADERS.replace("headers-1", "headers-3")));
    Eventually.expect(false, () -> chain().equals(before));
    Eventually.expect(Optional.empty(), () -> plugin("default/headers").trouble().last());
  }

  @Test
  void goesBackToTheLastGoodContentWhenTheProxyRefuses() throws InterruptedException {
    awaitChain(revision());
    String before = chain();

    xds.publish(
        Yaml.documents(
            Yaml.ENVOY, Yaml.plugin("headers", "url: file:///m/none.wasm\nplacement: Proxy")));

    Eventually.expect(
        true,
        () ->
            plugin("default/headers")
                .trouble()
                .last()
                .map(failure -> failure.text().contains("none.wasm"))
                .orElse(false));
    assertThat(chain()).isEqualTo(before);
    xds.publish(Yaml.documents(Yaml.ENVOY.replace("stat_prefix: http", "stat_prefix: again")));
    Eventually.expect(1L, () -> stat("listener_manager.listener_modified"));
    assertThat(stat("listener_manager.lds.update_rejected")).isEqualTo(0);
    Eventually.expect("", this::chain);
  }

  @Test
  void skipsRequestsThatNoPluginIsFor() throws InterruptedException {
    xds.publish(
        Yaml.documents(
            Yaml.ENVOY,
            Yaml.plugin(
                "headers",
                """
                url: file:///m/headers.wasm
                traffic:
                - pathPrefixes: [/a, /b]
                  hosts: ["127.0.0.1", "*.example.com"]
                - headers: [{name: x-other, present: true}]
                """)));

    Eventually.expect(true, () -> seen("/a").startsWith("weir.default@"));
    assertThat(seen("/b/c")).startsWith("weir.default@");
    assertThat(seen("/c")).isEmpty();
  }

  @Test
  void runsSeveralChainsAndSlots() throws InterruptedException {
    xds.publish(
        Yaml.documents(
            Yaml.ENVOY,
            HEADERS,
            Yaml.plugin("authn", "url: file:///m/a.wasm\nphase: AUTHN\npriority: 2"),
            Yaml.plugin("authz", "url: file:///m/z.wasm\nphase: AUTHZ")));

    Eventually.expect(3, () -> host.loaded.size());
    Eventually.expect(
        List.of(1, 1, 1),
        () -> xds.status().plugins().stream().map(p -> p.reach().acked()).toList());
    awaitChain(revision());
  }

  @Test
  void runsPluginsOfBothPlacementsInOneSlotInTheirOrder() throws InterruptedException {
    Eventually.expect(1, () -> xds.status().proxies().size());
    assumeTrue(
        xds.status().proxies().getFirst().version().compareTo("1.39") >= 0,
        "Envoy: older than 1.39 (expected: one that knows filter chains)");
    String inProxy =
        "url: file://%s\nplacement: Proxy\npriority: %d\npluginConfig: {request: {set: {x-chain: %s}}}";
    Path module = Path.of("../filters/headers/headers.wasm").toAbsolutePath().normalize();

    xds.publish(
        Yaml.documents(
            Yaml.ENVOY, HEADERS, Yaml.plugin("last", inProxy.formatted(module, -1, "in-proxy"))));
    Eventually.expect("in-proxy", this::chain);
    assertThat(host.loaded).hasSize(1);

    xds.publish(
        Yaml.documents(
            Yaml.ENVOY, HEADERS, Yaml.plugin("last", inProxy.formatted(module, 1, "in-proxy"))));
    Eventually.expect(true, () -> chain().startsWith("weir.default@"));

    xds.publish(
        Yaml.documents(
            Yaml.ENVOY,
            Yaml.plugin(
                "last",
                inProxy.formatted(module, 1, "in-proxy") + "\ntraffic: [{pathPrefixes: [/a]}]")));
    Eventually.expect("in-proxy", () -> seen("/a"));
    Eventually.expect("", () -> seen("/b"));

    xds.publish(
        Yaml.documents(
            Yaml.ENVOY,
            HEADERS,
            Yaml.plugin(
                "last",
                inProxy.formatted(module, -1, "in-proxy") + "\ntraffic: [{pathPrefixes: [/a]}]")));
    Eventually.expect(true, () -> seen("/b").startsWith("weir.default@"));
    assertThat(seen("/a")).isEqualTo("in-proxy");
    assertThat(xds.status().plugins().getFirst().trouble().last()).isEmpty();
  }

  @Test
  void asksForBodiesAndAttributesInAWayThatEnvoyTakes() throws InterruptedException {
    xds.publish(
        Yaml.documents(Yaml.ENVOY, Yaml.plugin("all", "url: file:///m/body-properties.wasm")));

    Eventually.expect(new PluginState.Reach(1, 1, 1, 1), () -> plugin("default/all").reach());
  }

  @Test
  void refusesWhatIsNotEnvoysAndNamesThePlace() throws InterruptedException {
    awaitChain(revision());

    xds.publish(Yaml.documents(Yaml.ENVOY.replace("filter_chains:", "filter_chainz:"), HEADERS));

    Eventually.expect(
        true,
        () ->
            xds.status().resources().getFirst().lastError().stream()
                .anyMatch(failure ->
                    failure.text().startsWith("file0.yaml:8: spec.listeners[0].filter_chainz: ")));
    awaitChain(revision());
  }

  private void awaitChain(Optional<String> revision) throws InterruptedException {
    Eventually.expect(true, () -> !chain().isEmpty());
    assertThat(revision).isPresent();
  }

  private Optional<String> revision() throws InterruptedException {
    Eventually.expect(true, () -> plugin("default/headers").revision().served().isPresent());
    return plugin("default/headers").revision().served();
  }

  private PluginState plugin(String name) {
    Status status = xds.status();
    return status.plugins().stream()
        .filter(plugin -> plugin.name().equals(name))
        .findFirst()
        .orElseGet(() ->
            new PluginState(
                name,
                new PluginState.Place(
                    dev.weir.model.PluginType.HTTP,
                    dev.weir.model.Phase.UNSPECIFIED,
                    dev.weir.model.Placement.EXTERNAL),
                new PluginState.Revision(Optional.empty(), Optional.empty()),
                new PluginState.Reach(0, 0, 0, 0),
                new PluginState.Trouble(Optional.empty(), 0, Optional.empty())));
  }

  private String chain() {
    return seen("/");
  }

  /// The chain that a request to `path` met; empty if none, or if there is no listener yet.
  private String seen(String path) {
    try {
      return envoy
          .request(path)
          .headers()
          .firstValue("x-seen")
          .filter(seen -> !seen.equals("-"))
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private long stat(String name) {
    return envoy
        .admin("/stats")
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
        .sum();
  }
}
