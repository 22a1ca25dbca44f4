package dev.weir.extproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.chicory.ChicoryEngine;
import dev.weir.proto.v1alpha1.ChainStatus;
import dev.weir.proto.v1alpha1.ChainStatus.State;
import dev.weir.proto.v1alpha1.FailStrategy;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.proto.v1alpha1.Module;
import dev.weir.proto.v1alpha1.Plugin;
import dev.weir.proto.v1alpha1.PluginStatus;
import dev.weir.proto.v1alpha1.TrafficMatch;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse.ResponseCase;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The whole host with a real module, between an xDS server and a client that the test plays.
class ExtProcHostTest {
  private static final Path MODULE = Path.of("../filters/headers/headers.wasm");
  private static final String ADDS_HEADER = "{\"request\":{\"set\":{\"x-weir\":\"hello\"}}}";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChicoryEngine engine = ChicoryEngine.start(EngineOptions.withoutCache());
  private FakeXdsServer xds;
  private ExtProcHost host;
  private ProcessClient proxy;
  private byte[] module;

  @BeforeEach
  void start() throws Exception {
    module = Files.readAllBytes(MODULE);
    xds = new FakeXdsServer(0);
    host =
        ExtProcHost.start(
            Options.of(
                    "host-1",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    xds.address())
                .withLanes(2),
            (url, sha256) -> fetch(url),
            engine,
            meters);
    proxy = new ProcessClient(host.address());
  }

  @AfterEach
  void stop() {
    proxy.close();
    host.close();
    xds.close();
    engine.close();
  }

  private byte[] fetch(String url) throws IOException {
    if (url.endsWith("missing.wasm")) {
      throw new IOException("file:///missing.wasm: no such file");
    }
    return module;
  }

  @Test
  void asksForAllChainsUnderItsOwnName() throws Exception {
    DeltaDiscoveryRequest first = xds.next();

    assertThat(first.getNode().getId()).isEqualTo("host-1");
    assertThat(first.getTypeUrl()).isEqualTo("type.googleapis.com/weir.v1alpha1.FilterChain");
    assertThat(first.getResourceNamesSubscribeList()).isEmpty();
  }

  @Test
  void runsAChainOnceItHasAccepted() throws Exception {
    load(chain(plugin(ADDS_HEADER)));

    ProcessClient.Call call = proxy.open("weir.authn@r1");
    ProcessingResponse answer = call.ask(ProcessClient.get("/"));

    HeaderValueOption set =
        answer.getRequestHeaders().getResponse().getHeaderMutation().getSetHeaders(0);
    assertThat(set.getHeader().getKey()).isEqualTo("x-weir");
    assertThat(set.getHeader().getRawValue()).isEqualTo(ByteString.copyFromUtf8("hello"));
  }

  @Test
  void endsWithOkWhenTheProxyHalfCloses() throws Exception {
    load(chain(plugin(ADDS_HEADER)));
    ProcessClient.Call call = proxy.open("weir.authn@r1");
    call.ask(ProcessClient.get("/"));

    call.halfClose();

    assertThat(call.end()).isEqualTo(Status.OK);
  }

  @Test
  void refusesAStreamWhoseChainIsNotHere() throws Exception {
    ProcessClient.Call call = proxy.open("weir.authn@unknown");

    ProcessingResponse answer = call.ask(ProcessClient.get("/"));

    assertThat(answer.getImmediateResponse().getStatus().getCodeValue()).isEqualTo(503);
    assertThat(answer.getImmediateResponse().getDetails()).isEqualTo("weir_unknown_chain");
    assertThat(meters.counter("weir.extproc.chains.unknown").count()).isEqualTo(1);
  }

  @Test
  void refusesAChainWhosePluginDoesNotTakeItsConfiguration() throws Exception {
    xds.next();
    xds.offer(chain(plugin("{\"request\": 7}")));

    DeltaDiscoveryRequest nack = xds.next();

    assertThat(nack.getErrorDetail().getMessage()).contains("default/headers");
    PluginStatus cause = nack.getErrorDetail().getDetails(0).unpack(PluginStatus.class);
    assertThat(cause.getName()).isEqualTo("default/headers");
    assertThat(cause.getLastError()).isNotEmpty();
  }

  @Test
  void refusesAChainWhoseModuleHasOtherBytesThanAskedFor() throws Exception {
    xds.next();
    Plugin other =
        plugin(ADDS_HEADER).toBuilder()
            .setModule(Module.newBuilder().setUrl("file:///m.wasm").setSha256("0".repeat(64)))
            .build();
    xds.offer(chain(other));

    assertThat(xds.next().getErrorDetail().getMessage()).contains("(expected: 000000");
  }

  @Test
  void saysWhyAModuleCannotBeHad() throws Exception {
    xds.next();
    Plugin missing =
        plugin(ADDS_HEADER).toBuilder()
            .setModule(Module.newBuilder().setUrl("missing.wasm").setSha256("0".repeat(64)))
            .build();
    xds.offer(chain(missing));

    assertThat(xds.next().getErrorDetail().getMessage()).contains("no such file");
  }

  @Test
  void failsClosedForAPluginThatCannotRun() throws Exception {
    load(chain(unavailable(FailStrategy.FAIL_CLOSE)));

    ProcessingResponse answer = proxy.open("weir.authn@r1").ask(ProcessClient.get("/"));

    assertThat(answer.getImmediateResponse().getStatus().getCodeValue()).isEqualTo(503);
    assertThat(answer.getImmediateResponse().getGrpcStatus().getStatus()).isEqualTo(14);
    assertThat(answer.getImmediateResponse().getDetails()).isEqualTo("wasm_fail_stream");
  }

  @Test
  void failsOpenForAPluginThatCannotRun() throws Exception {
    load(chain(unavailable(FailStrategy.FAIL_OPEN)));

    ProcessingResponse answer = proxy.open("weir.authn@r1").ask(ProcessClient.get("/"));

    assertThat(answer.getResponseCase()).isEqualTo(ResponseCase.REQUEST_HEADERS);
  }

  @Test
  void asksAPluginOnlyAboutItsOwnTraffic() throws Exception {
    Plugin admin =
        plugin(ADDS_HEADER).toBuilder()
            .addTraffic(TrafficMatch.newBuilder().addPathPrefixes("/admin"))
            .build();
    load(chain(admin));

    ProcessingResponse other = proxy.open("weir.authn@r1").ask(ProcessClient.get("/"));
    ProcessingResponse own = proxy.open("weir.authn@r1").ask(ProcessClient.get("/admin"));

    assertThat(other.getRequestHeaders().getResponse().hasHeaderMutation()).isFalse();
    assertThat(own.getRequestHeaders().getResponse().hasHeaderMutation()).isTrue();
  }

  @Test
  void leavesAStreamThatNoPluginAppliesTo() throws Exception {
    Plugin admin =
        plugin(ADDS_HEADER).toBuilder()
            .addTraffic(TrafficMatch.newBuilder().addPathPrefixes("/admin"))
            .build();
    load(chain(admin));
    ProcessClient.Call call = proxy.open("weir.authn@r1");

    call.ask(ProcessClient.get("/"));

    assertThat(call.end()).isEqualTo(Status.OK);
  }

  @Test
  void reportsWhatItRuns() throws Exception {
    load(chain(plugin(ADDS_HEADER)));

    HostStatus report = reportWith(State.LOADED);

    assertThat(report.getHost()).isEqualTo("host-1");
    assertThat(report.getAddress()).isEqualTo(host.address());
    assertThat(report.getChains(0).getChain()).isEqualTo("weir.authn@r1");
  }

  @Test
  void drainsAWithdrawnChainUntilItsStreamsEnd() throws Exception {
    load(chain(plugin(ADDS_HEADER)));
    ProcessClient.Call call = proxy.open("weir.authn@r1");
    call.ask(ProcessClient.get("/"));

    xds.withdraw("weir.authn@r1");
    xds.next();
    reportWith(State.DRAINING);

    assertThat(call.ask(ProcessClient.ok()).hasResponseHeaders()).isTrue();
    call.reset();
    while (nextReport().getChainsCount() > 0) {}
  }

  @Test
  void servesOnWhileTheXdsServerIsAwayAndThenSaysWhatItHas() throws Exception {
    load(chain(plugin(ADDS_HEADER)));
    int port = xds.address().getPort();
    xds.close();

    assertThat(proxy.open("weir.authn@r1").ask(ProcessClient.get("/")).hasRequestHeaders())
        .isTrue();
    xds = new FakeXdsServer(port);

    assertThat(xds.next().getInitialResourceVersionsMap()).containsEntry("weir.authn@r1", "r1");
  }

  @Test
  void reportsOnOneStreamHoweverOftenItWasRefusedBefore() throws Exception {
    int port = xds.address().getPort();
    xds.next();
    xds.close();

    xds = new FakeXdsServer(port, 3);

    xds.next();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (xds.openReports() != 1) {
      assertThat(System.nanoTime()).as("%d streams", xds.openReports()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void endsAStreamThatBreaksTheProtocol() throws Exception {
    load(chain(plugin(ADDS_HEADER)));
    ProcessClient.Call call = proxy.open("weir.authn@r1");
    call.ask(ProcessClient.get("/"));

    call.send(ProcessClient.get("/"));

    assertThat(call.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(meters.counter("weir.extproc.protocol.violations").count()).isEqualTo(1);
  }

  @Test
  void leavesNothingBehindWhenStreamsAreReset() throws Exception {
    load(chain(plugin(ADDS_HEADER)));
    for (int i = 0; i < 200; i++) {
      ProcessClient.Call call = proxy.open("weir.authn@r1");
      if (i % 3 > 0) {
        call.ask(ProcessClient.get("/"));
      }
      if (i % 3 == 2) {
        call.send(ProcessingRequest.getDefaultInstance());
      }
      call.reset();
    }

    awaitZero("weir.extproc.streams.open");
    awaitZero("weir.extproc.contexts.open");
    assertThat(meters.counter("weir.extproc.protocol.violations").count()).isZero();
  }

  private void awaitZero(String gauge) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (meters.get(gauge).gauge().value() != 0) {
      assertThat(System.nanoTime()).as(gauge).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void load(FilterChain chain) throws InterruptedException {
    xds.next();
    xds.offer(chain);
    assertThat(xds.next().getErrorDetail().getMessage()).isEmpty();
  }

  private HostStatus reportWith(State state) throws InterruptedException {
    HostStatus report = nextReport();
    while (report.getChainsList().stream().map(ChainStatus::getState).noneMatch(state::equals)) {
      report = nextReport();
    }
    return report;
  }

  private HostStatus nextReport() throws InterruptedException {
    HostStatus report = xds.reports.poll(20, TimeUnit.SECONDS);
    if (report == null) {
      throw new AssertionError("no report within 20 s");
    }
    return report;
  }

  private Plugin plugin(String configuration) throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(module));
    return Plugin.newBuilder()
        .setName("default/headers")
        .setModule(Module.newBuilder().setUrl("file:///headers.wasm").setSha256(sha256))
        .setConfiguration(ByteString.copyFromUtf8(configuration))
        .build();
  }

  private static Plugin unavailable(FailStrategy strategy) {
    return Plugin.newBuilder()
        .setName("default/gone")
        .setFailStrategy(strategy)
        .setUnavailableReason("no such module")
        .build();
  }

  private static FilterChain chain(Plugin plugin) {
    return FilterChain.newBuilder()
        .setName("weir.authn")
        .setRevision("r1")
        .addPlugins(plugin)
        .build();
  }
}
