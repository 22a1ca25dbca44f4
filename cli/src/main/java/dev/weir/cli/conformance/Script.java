package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.Message;

/// One exchange through the only plugin: what is sent, and what the probe does with it.
///
/// @param steps see `filters/probe/probe.c`
record Script(Message request, Message answer, String steps) implements Scenario {
  @Override
  public String shown() {
    return steps;
  }
}
