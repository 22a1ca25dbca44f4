package dev.weir.cli.conformance;

/// Where the probe runs, and how: the columns of the document.
enum Placement {
  /// In Weir's ext-proc service.
  WEIR("Weir", "placement: External"),
  /// In Weir's ext-proc service, which is to do what Envoy does.
  STRICT("Weir, strict", "placement: External\n  compatibility: Strict"),
  /// In Envoy's own VM.
  ENVOY("Envoy", "placement: Proxy");

  final String host;

  /// The fields of the probe's document.
  final String fields;

  Placement(String host, String fields) {
    this.host = host;
    this.fields = fields;
  }

  /// What this host does with a case.
  String expectation(ConformanceCase row) {
    return switch (this) {
      case WEIR -> row.expected();
      case STRICT -> row.expectedOfStrict();
      case ENVOY -> row.expectedOfEnvoy();
    };
  }

  /// Whether a case can be run here: some end an Envoy.
  boolean takes(ConformanceCase row) {
    return this != ENVOY || !row.endsEnvoy();
  }
}
