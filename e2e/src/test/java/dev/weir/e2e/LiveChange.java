package dev.weir.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One change after the other to a folder, each awaited until a request shows it: mostly an edited
/// configuration, every fifth a plugin that comes or goes, every seventh a replaced module, every
/// eleventh a move between the ext-proc service and the proxy.
final class LiveChange {
  static final List<String> MARKERS = List.of("x-edited", "x-coming", "x-replaced");

  private static final int COMES_OR_GOES_EVERY = 5;
  private static final int REPLACED_EVERY = 7;
  private static final int MOVED_EVERY = 11;

  private final WeirUnderTest weir;
  private boolean here;
  private boolean inProxy;

  private LiveChange(WeirUnderTest weir) {
    this.weir = weir;
  }

  static LiveChange start(WeirUnderTest weir) {
    LiveChange change = new LiveChange(weir);
    Path module = weir.folder().path().resolve("replaced.wasm");
    weir.folder()
        .copy(Plugins.HEADERS, "replaced.wasm")
        .write("edited.yaml", Plugins.marking("edited", Plugins.HEADERS, "0"))
        .write("replaced.yaml", Plugins.marking("replaced", module, "0"));
    change.awaitHeader("x-edited", "0");
    change.awaitHeader("x-replaced", "0");
    return change;
  }

  /// Makes change number `i` and returns how long it took to be seen.
  Duration make(int i) {
    if (i % COMES_OR_GOES_EVERY == 0) {
      return comeOrGo(i);
    }
    if (i % REPLACED_EVERY == 0) {
      return replace(i);
    }
    inProxy ^= i % MOVED_EVERY == 0;
    String placement = "  placement: %s%n".formatted(inProxy ? "Proxy" : "External");
    weir.folder()
        .write(
            "edited.yaml",
            Plugins.marking("edited", Plugins.HEADERS, String.valueOf(i)) + placement);
    return awaitHeader("x-edited", String.valueOf(i));
  }

  private Duration comeOrGo(int i) {
    here = !here;
    if (here) {
      weir.folder()
          .write("coming.yaml", Plugins.marking("coming", Plugins.HEADERS, String.valueOf(i)));
      return awaitHeader("x-coming", String.valueOf(i));
    }
    weir.folder().delete("coming.yaml");
    return awaitHeader("x-coming", "-");
  }

  /// The bytes of a module say nothing that a request could show, so the status tells.
  private Duration replace(int i) {
    Optional<String> before = weir.status().get("replaced").revision();
    weir.folder().write("replaced.wasm", withCustomSection(Plugins.HEADERS, "change " + i));
    return weir.awaitStatus(
        "a replaced module runs everywhere",
        status -> status.ready("replaced") && !status.get("replaced").revision().equals(before));
  }

  private Duration awaitHeader(String name, String value) {
    return Eventually.await(
        "%s: %s".formatted(name, value),
        () -> weir.client().get("/").header(name).equals(value),
        weir::status);
  }

  /// The same module with other bytes: a custom section at its end, which every engine skips.
  private static byte[] withCustomSection(Path module, String text) {
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      bytes.write(Files.readAllBytes(module));
      bytes.write(new byte[] {0, (byte) (name.length + 1), (byte) name.length});
      bytes.write(name);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
