package dev.weir.extproc;

import dev.weir.engine.WasmEngine;
import dev.weir.extproc.load.ChainLoader;
import dev.weir.extproc.record.Sinks;
import dev.weir.extproc.record.StreamSink;
import dev.weir.extproc.server.ExtProcServer;
import dev.weir.extproc.server.Lanes;
import dev.weir.extproc.server.Observers;
import dev.weir.extproc.server.ServerOptions;
import dev.weir.extproc.upstream.UpstreamPool;
import dev.weir.extproc.xds.ChainStore;
import dev.weir.extproc.xds.XdsClient;
import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.proxywasm.service.PluginServices;
import dev.weir.proxywasm.state.LocalServices;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running ext-proc host: serves ext_proc, and follows its xDS server in which chains it runs.
public final class ExtProcHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExtProcHost.class);

  /// How long the end may wait for proxies to be given other hosts.
  private static final Duration LEAVE_WAIT = Duration.ofSeconds(5);

  /// A proxy confirms before its workers act on it.
  private static final Duration SETTLE = Duration.ofMillis(200);

  private final Lanes lanes;
  private final ExecutorService loaderThreads;
  private final UpstreamPool upstreams;
  private final ExtProcServer server;
  private final XdsClient xds;

  private ExtProcHost(
      Lanes lanes,
      ExecutorService loaderThreads,
      UpstreamPool upstreams,
      ExtProcServer server,
      XdsClient xds) {
    this.lanes = lanes;
    this.loaderThreads = loaderThreads;
    this.upstreams = upstreams;
    this.server = server;
    this.xds = xds;
  }

  /// Binds, and starts to ask the xDS server for chains; returns before any chain is loaded.
  ///
  /// @param engine shared by the caller; stays open when the host closes
  /// @throws IOException if the address cannot be bound
  public static ExtProcHost start(
      Options options, ModuleSource modules, WasmEngine engine, MeterRegistry meters)
      throws IOException {
    return start(options, modules, engine, meters, List.of());
  }

  /// As the other, with `sinks` that take what becomes of each stream.
  public static ExtProcHost start(
      Options options,
      ModuleSource modules,
      WasmEngine engine,
      MeterRegistry meters,
      List<StreamSink> sinks)
      throws IOException {
    Lanes lanes = Lanes.start(options.lanes());
    ChainStore store = new ChainStore();
    HostMetrics metrics = new HostMetrics(meters);
    ExtProcServer server;
    try {
      server =
          ExtProcServer.start(options.server(), lanes, store, observers(metrics, meters, sinks));
    } catch (IOException e) {
      lanes.close();
      throw e;
    }
    ExecutorService loaderThreads =
        Executors.newFixedThreadPool(
            options.lanes(),
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("weir-load")
                    .stackSize(Lanes.STACK_BYTES)
                    .unstarted(task));
    UpstreamPool upstreams = new UpstreamPool();
    PluginServices services = LocalServices.create(loaderThreads);
    ChainLoader loader =
        new ChainLoader(
            modules::fetch,
            engine,
            lanes.all(),
            new ChainLoader.Surroundings(
                services.withMetrics(new PluginMeters(services.metrics(), meters)),
                upstreams,
                metrics));
    XdsClient xds =
        XdsClient.start(
            new XdsClient.Identity(options.node(), server.address(), transport(options.server())),
            ExtProcServer.channel(options.xdsServer(), lanes),
            loader,
            store,
            loaderThreads);
    server.serve();
    return new ExtProcHost(lanes, loaderThreads, upstreams, server, xds);
  }

  /// Where ext_proc is served: `ADDRESS:PORT` or `unix:PATH`.
  public String address() {
    return server.address();
  }

  /// Whether the xDS server is connected and every chain that it offered has been answered.
  public boolean ready() {
    return xds.ready();
  }

  /// Drains: health turns to NOT_SERVING, the xDS server gives proxies other hosts, open streams
  /// may end, then everything stops. Returns when it is done; safe to call twice.
  @Override
  public void close() {
    LOG.info("{}: ending; health is NOT_SERVING", server.address());
    server.leave();
    awaitLeave();
    LOG.info("{}: taking no more streams, letting open ones end", server.address());
    server.close();
    xds.close();
    loaderThreads.shutdownNow();
    upstreams.close();
    lanes.close();
  }

  /// While some proxy still has this host's address, a request may come on a new connection: so the
  /// socket stays open until none has.
  private void awaitLeave() {
    try {
      if (xds.leave().get(LEAVE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        Thread.sleep(SETTLE);
      }
    } catch (TimeoutException e) {
      LOG.warn(
          "no word from the xDS server within {} ms; ending all the same", LEAVE_WAIT.toMillis());
    } catch (ExecutionException e) {
      LOG.warn("cannot tell the xDS server that this host ends", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Observers observers(
      HostMetrics metrics, MeterRegistry meters, List<StreamSink> sinks) {
    List<StreamSink> all = new ArrayList<>(sinks);
    all.addFirst(new ChainMeters(meters));
    return new Observers(
        metrics,
        new Sinks(all),
        new ConnectionMeters(meters),
        new CertificateMeters(meters),
        metrics::refused);
  }

  private static HostStatus.Transport transport(ServerOptions options) {
    return options.tls().isPresent() ? HostStatus.Transport.TLS : HostStatus.Transport.PLAIN_TEXT;
  }
}
