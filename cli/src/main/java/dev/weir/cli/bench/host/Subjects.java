package dev.weir.cli.bench.host;

import dev.weir.cli.bench.host.measure.Subject;
import java.nio.file.Path;
import java.util.List;

/// The filters of this repository that are measured, one for each kind of toolchain.
final class Subjects {
  static final String SMALL_C = "C, headers";
  static final String GO = "Go, api-key";

  private static final String MARK =
      "{\"request\":{\"set\":{\"x-weir\":\"hello\"}},\"response\":{\"set\":{\"x-weir\":\"hello\"}}}";

  private Subjects() {}

  /// @param home the checkout
  static List<Subject> all(Path home) {
    return List.of(
        smallC(home),
        Subject.of("C, mask", filter(home, "mask"), "{\"bodies\":\"mask\"}"),
        Subject.of("Rust, SDK", filter(home, "toolchains/rust"), "gate"),
        Subject.of("AssemblyScript, SDK", filter(home, "toolchains/assemblyscript-gcore"), "gate"),
        Subject.of(GO, filter(home, "api-key"), "{\"keys\":[\"bench\"]}")
            .withHeader("x-api-key", "bench"));
  }

  static Subject smallC(Path home) {
    return Subject.of(SMALL_C, filter(home, "headers"), MARK);
  }

  /// Loops for ever in its request headers callback.
  static Subject endless(Path home) {
    return Subject.of("endless loop", filter(home, "probe"), "").withHeader("x-probe", "rh=loop()");
  }

  private static Path filter(Path home, String folder) {
    Path path = home.resolve("filters").resolve(folder);
    return path.resolve(path.getFileName() + ".wasm");
  }
}
