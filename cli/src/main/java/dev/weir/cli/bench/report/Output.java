package dev.weir.cli.bench.report;

/// How a report is printed.
public enum Output {
  TABLE,
  JSON
}
