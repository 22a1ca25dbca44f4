package dev.weir.extproc.xds;

import com.google.protobuf.Timestamp;
import dev.weir.extproc.load.LoadException;
import dev.weir.extproc.load.LoadedChain;
import dev.weir.extproc.load.PluginHealth.Failures;
import dev.weir.proto.v1alpha1.ChainStatus;
import dev.weir.proto.v1alpha1.ChainStatus.State;
import dev.weir.proto.v1alpha1.PluginStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What has become of each chain that this host was told of. Belongs to the subscription's thread.
final class ChainStates {
  /// By resource name, `<name>@<revision>`.
  private final Map<String, ChainState> states = new LinkedHashMap<>();

  /// One chain's way through the host.
  sealed interface ChainState {
    record Loading() implements ChainState {}

    /// It takes streams.
    ///
    /// @param version as the xDS server named it
    record Loaded(LoadedChain chain, String version) implements ChainState {}

    record Rejected(LoadException cause) implements ChainState {}

    record Draining(LoadedChain chain) implements ChainState {}
  }

  void put(String name, ChainState state) {
    states.put(name, state);
  }

  void remove(String name) {
    states.remove(name);
  }

  Map<String, ChainState> all() {
    return states;
  }

  /// Versions of everything that was accepted, for a new connection to begin with.
  Map<String, String> acceptedVersions() {
    Map<String, String> versions = new LinkedHashMap<>();
    states.forEach((name, state) -> {
      if (state instanceof ChainState.Loaded(LoadedChain _, String version)) {
        versions.put(name, version);
      }
    });
    return versions;
  }

  List<ChainStatus> report() {
    return states.entrySet().stream()
        .map(entry -> status(entry.getValue()).setChain(entry.getKey()).build())
        .toList();
  }

  private static ChainStatus.Builder status(ChainState state) {
    return switch (state) {
      case ChainState.Loading() -> ChainStatus.newBuilder().setState(State.LOADING);
      case ChainState.Loaded(LoadedChain chain, String _) -> running(chain, State.LOADED);
      case ChainState.Draining(LoadedChain chain) -> running(chain, State.DRAINING);
      case ChainState.Rejected(LoadException cause) ->
          ChainStatus.newBuilder().setState(State.REJECTED).addPlugins(rejected(cause));
    };
  }

  private static ChainStatus.Builder running(LoadedChain chain, State state) {
    ChainStatus.Builder status =
        ChainStatus.newBuilder().setState(state).setOpenStreams(chain.openStreams());
    for (String plugin : chain.plugins()) {
      PluginStatus.Builder report = PluginStatus.newBuilder().setName(plugin);
      chain.health().find(plugin).ifPresent(failures -> describe(failures, report));
      status.addPlugins(report);
    }
    return status;
  }

  private static void describe(Failures failures, PluginStatus.Builder report) {
    report
        .setFailures(failures.count())
        .setLastError(failures.last())
        .setLastErrorTime(timestamp(failures.when()));
  }

  static PluginStatus rejected(LoadException cause) {
    return PluginStatus.newBuilder()
        .setName(cause.plugin())
        .setLastError(cause.reason())
        .setLastErrorTime(timestamp(Instant.now()))
        .build();
  }

  private static Timestamp timestamp(Instant when) {
    return Timestamp.newBuilder()
        .setSeconds(when.getEpochSecond())
        .setNanos(when.getNano())
        .build();
  }
}
