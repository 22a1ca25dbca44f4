package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.Message;

/// What is sent, and what the probe does with it.
///
/// @param steps see `filters/probe/probe.c`
record Script(Message request, Message answer, String steps) {}
