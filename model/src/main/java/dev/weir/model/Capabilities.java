package dev.weir.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which hostcalls, callbacks and WASI functions a plugin may use.
public sealed interface Capabilities {
  /// Whatever its module imports and exports.
  record Unrestricted() implements Capabilities {}

  /// These and no others.
  record Only(SortedSet<String> names) implements Capabilities {
    public Only {
      names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
  }
}
