package dev.weir.extproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.chicory.ChicoryEngine;
import dev.weir.extproc.record.StreamSink;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proto.v1alpha1.Module;
import dev.weir.proto.v1alpha1.Plugin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A host with filters of the repository.
final class RunningHost implements AutoCloseable {
  static final String CHAIN = "weir.authn@r1";

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChicoryEngine engine = ChicoryEngine.start(EngineOptions.withoutCache());
  private final FakeXdsServer xds = new FakeXdsServer(0);
  private final ExtProcHost host;

  /// With one chain, [#CHAIN], of the headers filter, which adds `x-weir` to requests.
  RunningHost(UnaryOperator<Options> change, StreamSink... sinks) throws Exception {
    this(change, List.of(sinks));
    load("weir.authn", headers());
  }

  private RunningHost(UnaryOperator<Options> change, List<StreamSink> sinks) throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Options options = Options.of("host-1", anyPort, xds.address()).withLanes(2);
    host =
        ExtProcHost.start(
            change.apply(options),
            (url, _) -> Files.readAllBytes(Path.of(url)),
            engine,
            meters,
            sinks);
    xds.next();
  }

  static RunningHost withoutChains(UnaryOperator<Options> change) throws Exception {
    return new RunningHost(change, List.of());
  }

  /// Loads a chain, or fails; its revision is `r1`.
  RunningHost load(String name, Plugin... plugins) throws InterruptedException {
    return load(name, FilterChain.Traffic.HTTP, plugins);
  }

  RunningHost load(String name, FilterChain.Traffic traffic, Plugin... plugins)
      throws InterruptedException {
    xds.offer(
        FilterChain.newBuilder()
            .setName(name)
            .setRevision("r1")
            .setTraffic(traffic)
            .addAllPlugins(List.of(plugins))
            .build());
    assertThat(xds.next().getErrorDetail().getMessage()).isEmpty();
    return this;
  }

  /// A plugin of this name that runs the filter.
  static Plugin plugin(String name, String filter) throws Exception {
    Path module = Path.of("../filters").resolve(filter).resolve(filter + ".wasm");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(module));
    return Plugin.newBuilder()
        .setName(name)
        .setModule(
            Module.newBuilder()
                .setUrl(module.toString())
                .setSha256(HexFormat.of().formatHex(digest)))
        .build();
  }

  /// Adds `x-weir` to requests.
  static Plugin headers() throws Exception {
    return plugin("default/headers", "headers").toBuilder()
        .setConfiguration(ByteString.copyFromUtf8("{\"request\":{\"set\":{\"x-weir\":\"hello\"}}}"))
        .build();
  }

  String address() {
    return host.address();
  }

  double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  double refused(String limit) {
    return meters.get("weir.extproc.streams.refused").tag("limit", limit).counter().count();
  }

  /// Fails unless streams, contexts and held bytes all come to nothing.
  void awaitNothingLeft() throws InterruptedException {
    for (String gauge :
        new String[] {
          "weir.extproc.streams.open", "weir.extproc.contexts.open", "weir.extproc.body.held"
        }) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (gauge(gauge) != 0) {
        assertThat(System.nanoTime()).as("%s: %s", gauge, gauge(gauge)).isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }

  /// Fails unless a request of somebody else is answered as ever.
  void assertServes() throws InterruptedException {
    try (ProcessClient other = new ProcessClient(address())) {
      assertThat(
              other
                  .open(CHAIN)
                  .ask(ProcessClient.get("/"))
                  .getRequestHeaders()
                  .getResponse()
                  .getHeaderMutation()
                  .getSetHeaders(0)
                  .getHeader()
                  .getKey())
          .isEqualTo("x-weir");
    }
  }

  @Override
  public void close() {
    host.close();
    xds.close();
    engine.close();
  }
}
