/// What a host tells of each stream on demand: a line in an access log, a span in a trace.
@NullMarked
package dev.weir.cli.telemetry;

import org.jspecify.annotations.NullMarked;
