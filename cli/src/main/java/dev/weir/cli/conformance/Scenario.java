package dev.weir.cli.conformance;

/// What happens in a case.
sealed interface Scenario permits Script, Sequence, ConnectionScript {
  /// As the document shows it.
  String shown();
}
