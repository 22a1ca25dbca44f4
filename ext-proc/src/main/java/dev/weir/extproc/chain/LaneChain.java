package dev.weir.extproc.chain;

import java.util.List;

/// The plugins of one chain revision on one lane, and how many streams use them there.
///
/// Touched only on its lane. A revision that is no longer wanted drains: it takes no new streams,
/// and its plugins are closed when the last one has ended.
public final class LaneChain {
  private final Traffic traffic;
  private final List<Stage> stages;
  private final Runnable onDrained;

  /// Written on the lane, read by whoever reports.
  private volatile int streams;

  private boolean draining;

  /// What a chain is for.
  public enum Traffic {
    HTTP,
    TCP
  }

  /// A chain for HTTP, without streams.
  ///
  /// @param onDrained called once on the lane, when the plugins may be closed
  public LaneChain(List<Stage> stages, Runnable onDrained) {
    this(Traffic.HTTP, stages, onDrained);
  }

  /// As the other, for any traffic.
  public LaneChain(Traffic traffic, List<Stage> stages, Runnable onDrained) {
    this.traffic = traffic;
    this.stages = List.copyOf(stages);
    this.onDrained = onDrained;
  }

  public boolean isFor(Traffic asked) {
    return traffic == asked;
  }

  public List<Stage> stages() {
    return stages;
  }

  public int openStreams() {
    return streams;
  }

  public void streamOpened() {
    int now = streams;
    streams = now + 1;
  }

  public void streamEnded() {
    int now = streams;
    streams = now - 1;
    if (draining && streams == 0) {
      onDrained.run();
    }
  }

  public void drain() {
    if (!draining) {
      draining = true;
      if (streams == 0) {
        onDrained.run();
      }
    }
  }
}
