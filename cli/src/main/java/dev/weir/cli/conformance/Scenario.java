package dev.weir.cli.conformance;

/// What happens in a case.
sealed interface Scenario permits Script, Sequence {
  /// As the document shows it.
  String shown();
}
