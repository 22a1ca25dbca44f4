package dev.weir.cli.bench.host.measure;

import dev.weir.cli.bench.table.Spread;
import java.util.List;
import java.util.function.Function;

/// What was found of one module. Each list has one element where that was measured, else none;
/// [#costs] has one for each size of body.
///
/// @param othersCores CPU cores' worth of time that other processes used meanwhile
public record SubjectResult(
    List<Start> starts,
    List<Cost> costs,
    List<Memory> memory,
    List<LongRun> longRuns,
    List<Stop> stops,
    double othersCores) {

  public SubjectResult {
    starts = List.copyOf(starts);
    costs = List.copyOf(costs);
    memory = List.copyOf(memory);
    longRuns = List.copyOf(longRuns);
    stops = List.copyOf(stops);
  }

  SubjectResult withOthers(double cores) {
    return new SubjectResult(starts, costs, memory, longRuns, stops, cores);
  }

  /// From the module's bytes to the end of its first request, in a new Java virtual machine.
  ///
  /// @param fromCache whether compiled classes were on disk
  public record Start(boolean fromCache, double millis) {}

  /// One simulated request. Figures are of rounds; a ratio is taken within its round.
  ///
  /// @param bodyBytes of request and of response; 0 for none
  /// @param host nanoseconds of CPU time, and what it allocates
  /// @param bare the same on the bare engine
  public record Cost(
      int bodyBytes, Spread host, Spread bare, Spread ratio, Spread hostBytes, Spread bareBytes) {

    /// What several Java virtual machines found of the same: how their medians spread. One alone
    /// stays as it is.
    public static Cost across(List<Cost> found) {
      if (found.size() == 1) {
        return found.getFirst();
      }
      return new Cost(
          found.getFirst().bodyBytes(),
          medians(found, Cost::host),
          medians(found, Cost::bare),
          medians(found, Cost::ratio),
          medians(found, Cost::hostBytes),
          medians(found, Cost::bareBytes));
    }

    private static Spread medians(List<Cost> found, Function<Cost, Spread> figure) {
      return Spread.of(found.stream().mapToDouble(cost -> figure.apply(cost).median()).toArray());
    }
  }

  /// What an instance takes.
  ///
  /// @param kilobytes of heap that one instance takes, its linear memory included
  public record Memory(double kilobytes) {}

  /// The heap after a collection, before and after many requests.
  public record LongRun(long requests, long bytesBefore, long bytesAfter) {
    public long growth() {
      return bytesAfter - bytesBefore;
    }
  }

  /// An endless loop: how long after its limit the call ended, in milliseconds.
  ///
  /// @param cpu of processor time, which is what the limit counts
  /// @param clock of time on the clock, which also has what other threads took
  public record Stop(int loops, Spread cpu, Spread clock) {}
}
