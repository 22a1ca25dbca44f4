package dev.weir.cli.bench.table;

/// How a report is printed.
public enum Output {
  TABLE,
  JSON
}
