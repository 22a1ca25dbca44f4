package dev.weir.extproc;

import java.io.IOException;

/// Where the host gets the bytes of modules; implemented by the embedder.
@FunctionalInterface
public interface ModuleSource {
  /// Fetches the module at `url`. Called from loader threads only, which may block.
  ///
  /// The host checks the bytes against `sha256` itself, so an implementation may use the digest as
  /// a cache key and need not verify.
  ///
  /// @param url where the module is: `file:///…`, later `oci://…` and `https://…`
  /// @param sha256 64 lower-case hex digits
  /// @throws IOException if it cannot be had now; the message is shown to the user
  byte[] fetch(String url, String sha256) throws IOException;
}
