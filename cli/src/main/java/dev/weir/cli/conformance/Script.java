package dev.weir.cli.conformance;

/// What is sent, and what the probe does with it.
///
/// @param steps see `filters/probe/probe.c`
record Script(Message request, Message answer, String steps) {}
