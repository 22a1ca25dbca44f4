package dev.weir.cli.doctor;

import dev.weir.cli.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is found at one place.
final class Findings {
  private final String where;
  private final List<Finding> all;

  private Findings(String where, List<Finding> all) {
    this.where = where;
    this.all = all;
  }

  static Findings at(String where) {
    return new Findings(where, new ArrayList<>());
  }

  /// Collects into the same list, for a place beside or within this one.
  Findings in(String place) {
    return new Findings(place, all);
  }

  void error(String field, String found, String expected, String why) {
    all.add(new Finding(Severity.ERROR, where, field, found, expected, why));
  }

  void warning(String field, String found, String expected, String why) {
    all.add(new Finding(Severity.WARNING, where, field, found, expected, why));
  }

  void note(String field, String found, String expected, String why) {
    all.add(new Finding(Severity.NOTE, where, field, found, expected, why));
  }

  /// All of them, the worst first; those of one severity in the order in which they were found.
  List<Finding> all() {
    return all.stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }
}
