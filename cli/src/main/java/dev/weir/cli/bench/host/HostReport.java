package dev.weir.cli.bench.host;

import dev.weir.cli.bench.host.measure.SubjectResult;
import dev.weir.cli.bench.table.Machine;
import dev.weir.cli.bench.table.Target;
import java.util.List;

/// What one run found.
///
/// @param flags of the Java virtual machines that measured
/// @param jvms in which each module's requests were timed
/// @param rounds of host and bare engine in each
/// @param disturbance CPU cores' worth of time that others used, at worst, during a measurement
public record HostReport(
    Machine machine,
    List<String> flags,
    int jvms,
    int rounds,
    double disturbance,
    List<Found> found,
    List<Target> targets) {

  public HostReport {
    flags = List.copyOf(flags);
    found = List.copyOf(found);
    targets = List.copyOf(targets);
  }

  /// One module's figures.
  public record Found(String name, SubjectResult result) {}
}
