/// Both ends of a proxy under test, the messages they exchange, and what the probe module
/// (`filters/probe`) logs. What is expected of them stands in the suites.
@NullMarked
package dev.weir.cli.conformance.probe;

import org.jspecify.annotations.NullMarked;
