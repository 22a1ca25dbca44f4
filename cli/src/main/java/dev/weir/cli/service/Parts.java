package dev.weir.cli.service;

import dev.weir.cli.admin.AdminServer;
import dev.weir.cli.folder.FolderWatcher;
import dev.weir.cli.folder.ResourceFolder;
import dev.weir.cli.module.FileModules;
import dev.weir.cli.module.ModuleStore;
import dev.weir.cli.user.CacheFolder;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.WasmEngine;
import dev.weir.engine.chicory.ChicoryEngine;
import dev.weir.extproc.ExtProcHost;
import dev.weir.extproc.record.StreamSink;
import dev.weir.xds.XdsServer;
import dev.weir.xds.status.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The parts that commands are made of: each is started with what it needs from the others, and
/// ends with all of them.
///
/// @param services takes what was started, also if a later part cannot be
/// @param cache the user's cache folder
public record Parts(Services services, Path cache, Metrics metrics, FileModules modules) {
  /// What every part needs.
  public static Parts open(Services services) throws IOException {
    Path cache = CacheFolder.of(System.getenv());
    return new Parts(
        services,
        cache,
        services.add("metrics", new Metrics()),
        new FileModules(ModuleStore.open(cache.resolve("modules"))));
  }

  /// A control plane that follows a folder.
  public XdsServer xdsServer(dev.weir.xds.Options options, ResourceFolder folder)
      throws IOException {
    XdsServer server =
        services.add("xds-server", XdsServer.start(options, modules, metrics.registry()));
    services.add("status log", StatusLog.start(server::status));
    services.add("folder", FolderWatcher.start(folder, server::publish));
    return server;
  }

  /// A host with an engine of its own, which keeps its compiled code in the cache folder.
  ///
  /// @param sinks take what becomes of each stream
  public ExtProcHost extProcHost(dev.weir.extproc.Options options, List<StreamSink> sinks)
      throws IOException {
    EngineOptions defaults = EngineOptions.defaults();
    WasmEngine engine =
        services.add(
            "engine",
            ChicoryEngine.start(
                new EngineOptions(
                    defaults.modules(),
                    Optional.of(cache.resolve("compiled")),
                    defaults.cacheBytes())));
    return services.add(
        "ext-proc", ExtProcHost.start(options, modules, engine, metrics.registry(), sinks));
  }

  /// The admin interface of what was started.
  ///
  /// @param status where an xds-server runs
  /// @param unready why this process cannot do its work yet; empty when it can
  public AdminServer admin(
      InetSocketAddress address, Optional<Supplier<Status>> status, Supplier<List<String>> unready)
      throws IOException {
    AdminServer.Sources sources = new AdminServer.Sources(status, unready, metrics::text);
    return services.add("admin", AdminServer.start(address, sources));
  }
}
