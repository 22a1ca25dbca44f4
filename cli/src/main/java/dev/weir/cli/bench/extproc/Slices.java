package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.load.LoadGenerator;
import dev.weir.cli.bench.load.Origin;

/// What every slice of one scenario needs.
record Slices(LoadGenerator generator, Origin origin, Plan plan) {}
