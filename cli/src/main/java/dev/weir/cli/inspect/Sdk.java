package dev.weir.cli.inspect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which SDK a module was written with: the paths of its sources, which stay in a module as texts
/// of panics and assertions.
record Sdk(String name, String language) {
  private static final Pattern RUST =
      Pattern.compile("proxy-wasm-(\\d+\\.\\d+\\.\\d+[^/]{0,20})/src/");

  /// AssemblyScript keeps its texts in UTF-16, the others in UTF-8.
  private static final List<Sdk> BY_PATH =
      List.of(
          new Sdk("@gcoredev/proxy-wasm-sdk-as", "AssemblyScript"),
          new Sdk("@solo-io/proxy-runtime", "AssemblyScript"),
          new Sdk("github.com/proxy-wasm/proxy-wasm-go-sdk", "Go"),
          new Sdk("github.com/tetratelabs/proxy-wasm-go-sdk", "Go"),
          new Sdk("github.com/higress-group/proxy-wasm-go-sdk", "Go"));

  static Optional<Sdk> find(byte[] module) {
    String text = new String(module, StandardCharsets.ISO_8859_1);
    Matcher rust = RUST.matcher(text);
    if (rust.find()) {
      return Optional.of(new Sdk("proxy-wasm-rust-sdk " + rust.group(1), "Rust"));
    }
    return BY_PATH.stream()
        .filter(sdk -> text.contains(sdk.name) || text.contains(utf16(sdk.name)))
        .findFirst();
  }

  /// As the bytes look when each is read as one character.
  private static String utf16(String path) {
    return new String(path.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
  }
}
