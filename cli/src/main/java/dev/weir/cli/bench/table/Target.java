package dev.weir.cli.bench.table;

import java.util.Locale;

/// A goal and how near a run came to it.
///
/// @param what in words, with the unit
/// @param atMost whether less is better
public record Target(String what, double wanted, double found, boolean atMost) {
  public static Target atMost(String what, double wanted, double found) {
    return new Target(what, wanted, found, true);
  }

  public static Target atLeast(String what, double wanted, double found) {
    return new Target(what, wanted, found, false);
  }

  public boolean reached() {
    return atMost ? found <= wanted : found >= wanted;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-7s %s: %.2f (target: %s %.2f)",
        reached() ? "reached" : "missed",
        what,
        found,
        atMost ? "at most" : "at least",
        wanted);
  }
}
