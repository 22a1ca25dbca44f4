package dev.weir.extproc.load;

import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.server.EventLoopLane;
import dev.weir.extproc.upstream.PluginUpstreams;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.service.PluginObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One revision of a chain, running on every lane.
public final class LoadedChain {
  private final FilterChain resource;
  private final List<EventLoopLane> lanes;
  private final List<LaneChain> chains = new ArrayList<>();
  private final PluginHealth health;
  private final List<PluginUpstreams> upstreams;
  private final AtomicInteger busyLanes;
  private volatile Runnable onDrained = () -> {};

  private LoadedChain(Builder builder) {
    this.resource = builder.resource;
    this.lanes = builder.lanes;
    this.health = builder.health;
    this.upstreams = builder.upstreams;
    this.busyLanes = new AtomicInteger(lanes.size());
    for (int i = 0; i < lanes.size(); i++) {
      List<Plugin> plugins = builder.plugins.get(i);
      chains.add(new LaneChain(traffic(), builder.stages.get(i), () -> laneDrained(plugins)));
    }
  }

  /// A kind of chain that this host does not know serves nothing.
  private LaneChain.Traffic traffic() {
    return resource.getTraffic() == FilterChain.Traffic.TCP
        ? LaneChain.Traffic.TCP
        : LaneChain.Traffic.HTTP;
  }

  /// `<name>@<revision>`.
  public String id() {
    return resource.getName() + "@" + resource.getRevision();
  }

  public String name() {
    return resource.getName();
  }

  public List<String> plugins() {
    return resource.getPluginsList().stream().map(plugin -> plugin.getName()).toList();
  }

  public PluginHealth health() {
    return health;
  }

  public LaneChain on(EventLoopLane lane) {
    return chains.get(lane.index());
  }

  public long openStreams() {
    long sum = 0;
    for (LaneChain chain : chains) {
      sum += chain.openStreams();
    }
    return sum;
  }

  /// Lets the streams that it has end, then closes its plugins, then calls `whenDone` on a lane.
  /// Nobody may find this chain for new streams any more.
  public void drain(Runnable whenDone) {
    onDrained = whenDone;
    for (EventLoopLane lane : lanes) {
      lane.execute(() -> on(lane).drain());
    }
  }

  private void laneDrained(List<Plugin> plugins) {
    plugins.forEach(Plugin::close);
    if (busyLanes.decrementAndGet() == 0) {
      upstreams.forEach(PluginUpstreams::close);
      onDrained.run();
    }
  }

  /// Collects what has been started so far, so that nothing is left behind if the rest fails.
  static final class Builder {
    private final FilterChain resource;
    private final List<EventLoopLane> lanes;
    private final List<List<Stage>> stages = new ArrayList<>();
    private final List<List<Plugin>> plugins = new ArrayList<>();
    private final PluginHealth health;
    private final List<PluginUpstreams> upstreams = new ArrayList<>();

    Builder(FilterChain resource, List<EventLoopLane> lanes, PluginObserver everyone) {
      this.health = new PluginHealth(everyone);
      this.resource = resource;
      this.lanes = lanes;
      for (EventLoopLane _ : lanes) {
        stages.add(new ArrayList<>());
        plugins.add(new ArrayList<>());
      }
    }

    PluginObserver observer() {
      return health;
    }

    /// @param perLane the next stage of the chain, one for each lane
    /// @param started the plugins behind them, which the chain closes
    void add(List<Stage> perLane, List<Plugin> started) {
      for (int i = 0; i < perLane.size(); i++) {
        stages.get(i).add(perLane.get(i));
      }
      for (int i = 0; i < started.size(); i++) {
        plugins.get(i).add(started.get(i));
      }
    }

    /// @param callable what a plugin may call, for as long as the chain runs
    void hold(PluginUpstreams callable) {
      upstreams.add(callable);
    }

    LoadedChain build() {
      return new LoadedChain(this);
    }

    void abandon() {
      for (int i = 0; i < lanes.size(); i++) {
        List<Plugin> started = plugins.get(i);
        lanes.get(i).execute(() -> started.forEach(Plugin::close));
      }
      upstreams.forEach(PluginUpstreams::close);
    }
  }
}
