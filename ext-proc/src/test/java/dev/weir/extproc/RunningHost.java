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

/// A host with one chain, [#CHAIN], of the headers filter, which adds `x-weir` to requests.
final class RunningHost implements AutoCloseable {
  static final String CHAIN = "weir.authn@r1";

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChicoryEngine engine = ChicoryEngine.start(EngineOptions.withoutCache());
  private final FakeXdsServer xds = new FakeXdsServer(0);
  private final ExtProcHost host;

  RunningHost(UnaryOperator<Options> change, StreamSink... sinks) throws Exception {
    byte[] module = Files.readAllBytes(Path.of("../filters/headers/headers.wasm"));
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Options options = Options.of("host-1", anyPort, xds.address()).withLanes(2);
    host =
        ExtProcHost.start(change.apply(options), (_, _) -> module, engine, meters, List.of(sinks));
    xds.next();
    xds.offer(chain(module));
    assertThat(xds.next().getErrorDetail().getMessage()).isEmpty();
  }

  private static FilterChain chain(byte[] module) throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(module));
    return FilterChain.newBuilder()
        .setName("weir.authn")
        .setRevision("r1")
        .addPlugins(
            Plugin.newBuilder()
                .setName("default/headers")
                .setModule(Module.newBuilder().setUrl("file:///headers.wasm").setSha256(sha256))
                .setConfiguration(
                    ByteString.copyFromUtf8("{\"request\":{\"set\":{\"x-weir\":\"hello\"}}}")))
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
