package dev.weir.cli.conformance.extproc;

import com.google.protobuf.util.JsonFormat;
import dev.weir.cli.conformance.Overlay;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.WasmEngine;
import dev.weir.engine.chicory.ChicoryEngine;
import dev.weir.extproc.load.ChainLoader;
import dev.weir.extproc.load.LoadException;
import dev.weir.extproc.load.LoadedChain;
import dev.weir.extproc.server.ExtProcServer;
import dev.weir.extproc.server.Lanes;
import dev.weir.extproc.server.Observers;
import dev.weir.extproc.server.ServerOptions;
import dev.weir.extproc.tls.TlsObserver;
import dev.weir.extproc.upstream.UpstreamPool;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proxywasm.state.LocalServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A host that runs the suite's chains: all of Weir's data path, without a control plane.
final class ProbeHost implements AutoCloseable {
  private final WasmEngine engine;
  private final Lanes lanes;
  private final ExecutorService loaderThreads;
  private final UpstreamPool upstreams = new UpstreamPool();
  private final ChainLoader loader;
  private final Map<String, FilterChain> resources = new TreeMap<>();
  private final Map<String, LoadedChain> chains = new ConcurrentHashMap<>();
  private final ExtProcServer server;

  /// Loads every chain; then serves on a free port of the loopback interface.
  ///
  /// @param module the probe
  /// @param callouts port of the service that the probe may call
  ProbeHost(Path module, int callouts, HostEvents events) throws IOException {
    engine = ChicoryEngine.start(EngineOptions.defaults());
    lanes = Lanes.start(1);
    loaderThreads =
        Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("conformance-load").unstarted(task));
    byte[] bytes = Files.readAllBytes(module);
    var surroundings =
        new ChainLoader.Surroundings(
            LocalServices.create(loaderThreads).withLog(events), upstreams, events);
    loader = new ChainLoader((_, _) -> bytes, engine, lanes.all(), surroundings);
    for (FilterChain chain : read(module, callouts, sha256(bytes))) {
      resources.put(chain.getName(), chain);
      chains.put(chain.getName(), load(chain));
    }
    server =
        ExtProcServer.start(
            ServerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            lanes,
            (name, lane) -> Optional.ofNullable(chains.get(name)).map(chain -> chain.on(lane)),
            new Observers(events, TlsObserver.NONE));
  }

  int port() {
    String address = server.address();
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /// Starts a chain anew: one whose plugin has failed may take no exchange for a while.
  void reload(String name) throws IOException {
    FilterChain resource = resources.get(name);
    if (resource != null) {
      LoadedChain failed = chains.put(name, load(resource));
      if (failed != null) {
        failed.drain(() -> {});
      }
    }
  }

  private static List<FilterChain> read(Path module, int callouts, String sha256)
      throws IOException {
    ObjectNode written =
        Resource.tree(
            Resource.text("chains.yaml").replace("CALLOUT_PORT", Integer.toString(callouts)));
    ObjectNode common = (ObjectNode) written.required("plugin");
    common.putObject("module").put("url", module.toUri().toString()).put("sha256", sha256);
    List<FilterChain> chains = new ArrayList<>();
    for (JsonNode chain : written.required("chains")) {
      ArrayNode plugins = (ArrayNode) chain.required("plugins");
      for (int i = 0; i < plugins.size(); i++) {
        ObjectNode plugin = common.deepCopy();
        Overlay.merge(plugin, plugins.get(i));
        plugins.set(i, plugin);
      }
      FilterChain.Builder parsed = FilterChain.newBuilder();
      JsonFormat.parser().merge(chain.toString(), parsed);
      chains.add(parsed.build());
    }
    return chains;
  }

  private LoadedChain load(FilterChain chain) throws IOException {
    try {
      return loader.load(chain);
    } catch (LoadException e) {
      throw new IOException("conformance: chain %s: %s".formatted(chain.getName(), e.reason()), e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    server.close();
    loaderThreads.shutdownNow();
    upstreams.close();
    lanes.close();
    engine.close();
  }
}
