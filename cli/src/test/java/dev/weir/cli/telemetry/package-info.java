/// Tests of access log and traces.
@NullMarked
package dev.weir.cli.telemetry;

import org.jspecify.annotations.NullMarked;
