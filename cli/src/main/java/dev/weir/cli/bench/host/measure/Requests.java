package dev.weir.cli.bench.host.measure;

/// One way to run the simulated request: context, request headers, body, response headers, body,
/// log, done, delete.
interface Requests {
  void one();
}
