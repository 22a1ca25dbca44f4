package dev.weir.cli.conformance;

/// Where the probe runs: the two columns of the document.
enum Placement {
  /// In Weir's ext-proc service.
  EXTERNAL("External", "Weir"),
  /// In Envoy's own VM.
  PROXY("Proxy", "Envoy");

  final String field;
  final String host;

  Placement(String field, String host) {
    this.field = field;
    this.host = host;
  }

  /// What this host does with a case.
  String expectation(ConformanceCase row) {
    return this == EXTERNAL ? row.expected() : row.expectedOfEnvoy();
  }
}
