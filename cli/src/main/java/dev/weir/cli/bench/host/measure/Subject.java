package dev.weir.cli.bench.host.measure;

import java.nio.file.Path;

/// One module as it is measured.
///
/// @param name short, for tables
/// @param configuration of the plugin
/// @param headerName of a request header that the module wants to see
public record Subject(
    String name, Path module, String configuration, String headerName, String headerValue) {
  public static Subject of(String name, Path module, String configuration) {
    return new Subject(name, module, configuration, "x-bench", "1");
  }

  public Subject withHeader(String headerName, String headerValue) {
    return new Subject(name, module, configuration, headerName, headerValue);
  }
}
