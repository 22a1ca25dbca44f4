package dev.weir.extproc.load;

import dev.weir.engine.WasmEngine;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.server.EventLoopLane;
import dev.weir.extproc.upstream.PluginUpstreams;
import dev.weir.extproc.upstream.UpstreamPool;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.plugin.ProxyWasmModule;
import dev.weir.proxywasm.plugin.SharedVms;
import dev.weir.proxywasm.service.PluginServices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads chains: a chain is loaded when each of its plugins runs, configured and warm, on every
/// lane.
///
/// Blocks for up to seconds, and is called off the lanes.
public final class ChainLoader {
  private static final Logger LOG = LoggerFactory.getLogger(ChainLoader.class);

  private final Modules modules;
  private final List<EventLoopLane> lanes;
  private final SharedVms vms = new SharedVms();
  private final Surroundings surroundings;

  /// What the plugins of all chains are lent.
  ///
  /// @param services without upstreams and observer, which each plugin has of its own
  public record Surroundings(
      PluginServices services, UpstreamPool upstreams, LoadObserver observer) {}

  public ChainLoader(
      ByteSource source, WasmEngine engine, List<EventLoopLane> lanes, Surroundings surroundings) {
    this.modules = new Modules(source, engine, surroundings.observer());
    this.lanes = List.copyOf(lanes);
    this.surroundings = surroundings;
  }

  /// Loads a chain whole, or not at all.
  ///
  /// @throws LoadException naming the plugin that keeps the chain from running
  public LoadedChain load(FilterChain chain) throws LoadException {
    LoadedChain.Builder loaded = new LoadedChain.Builder(chain, lanes, surroundings.observer());
    try {
      for (dev.weir.proto.v1alpha1.Plugin plugin : chain.getPluginsList()) {
        add(plugin, loaded);
      }
    } catch (LoadException e) {
      loaded.abandon();
      throw e;
    }
    return loaded.build();
  }

  private void add(dev.weir.proto.v1alpha1.Plugin plugin, LoadedChain.Builder loaded)
      throws LoadException {
    StageSetup setup = StageSetup.of(plugin);
    if (!plugin.getUnavailableReason().isEmpty()) {
      loaded.add(unavailable(setup, plugin.getUnavailableReason()), List.of());
      return;
    }
    try {
      PluginSpec spec = Specs.of(plugin);
      ProxyWasmModule module = modules.get(plugin.getModule(), spec);
      start(setup, module, spec, lend(plugin, loaded), loaded);
    } catch (IOException e) {
      throw new LoadException(plugin.getName(), "module: " + e.getMessage(), e);
    } catch (PluginException e) {
      if (!e.backtrace().isEmpty()) {
        LOG.warn("{}\n{}", e.getMessage(), e.backtrace());
      }
      throw new LoadException(plugin.getName(), e.reason(), e);
    } catch (IllegalArgumentException e) {
      throw new LoadException(plugin.getName(), String.valueOf(e.getMessage()), e);
    }
  }

  private PluginServices lend(dev.weir.proto.v1alpha1.Plugin plugin, LoadedChain.Builder loaded)
      throws LoadException {
    try {
      PluginUpstreams upstreams = surroundings.upstreams().open(plugin.getUpstreamsList());
      loaded.hold(upstreams);
      return surroundings.services().withObserver(loaded.observer()).withUpstreams(upstreams);
    } catch (IOException e) {
      throw new LoadException(plugin.getName(), String.valueOf(e.getMessage()), e);
    }
  }

  private void start(
      StageSetup setup,
      ProxyWasmModule module,
      PluginSpec spec,
      PluginServices lent,
      LoadedChain.Builder loaded) {
    List<Stage> stages = new ArrayList<>();
    List<Plugin> plugins = new ArrayList<>();
    try {
      for (EventLoopLane lane : lanes) {
        Plugin plugin = vms.start(module, spec, lent, lane);
        plugins.add(plugin);
        stages.add(
            new PluginStage(
                setup,
                module.facts().within(spec.capabilities()),
                plugin,
                surroundings.observer().meter(setup.name())));
      }
    } finally {
      // Also when a later lane's start fails: what has started is closed with the rest.
      loaded.add(stages, plugins);
    }
  }

  private List<Stage> unavailable(StageSetup setup, String reason) {
    List<Stage> stages = new ArrayList<>();
    lanes.forEach(_ -> stages.add(new UnavailableStage(setup, reason)));
    return stages;
  }
}
