package dev.weir.cli.module;

import dev.weir.engine.module.ModuleLimits;
import dev.weir.extproc.ModuleSource;
import dev.weir.model.Digest;
import dev.weir.proxywasm.PluginException;
import dev.weir.xds.module.ModuleFacts;
import dev.weir.xds.module.ModuleFactsSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Modules in files, for both services.
///
/// What the xds-server looked at is in the store from then on. So a host loads exactly the bytes
/// that the revision names, even if the file was replaced meanwhile. Thread-safe.
public final class FileModules implements ModuleFactsSource, ModuleSource {
  private static final String SCHEME = "file://";

  private final ModuleStore store;

  public FileModules(ModuleStore store) {
    this.store = store;
  }

  @Override
  public Answer find(String url, Optional<Digest> expected) {
    try {
      byte[] module = read(url);
      Digest digest = Digest.of(module);
      if (expected.isPresent() && !expected.get().equals(digest)) {
        return new Answer.Refused(
            "%s: SHA-256 %s (expected: %s)".formatted(url, digest, expected.get()));
      }
      dev.weir.proxywasm.ModuleFacts facts = dev.weir.proxywasm.ModuleFacts.read(module);
      store.put(digest, module);
      return new Answer.Found(
          new ModuleFacts(
              digest,
              ModuleFacts.Callback.among(facts.callbacks()),
              facts.readsProperties(),
              Optional.of(store.file(digest))));
    } catch (IOException e) {
      return new Answer.Refused(String.valueOf(e.getMessage()));
    } catch (PluginException.ModuleRefused e) {
      return new Answer.Refused("%s: %s".formatted(url, e.getMessage()));
    }
  }

  @Override
  public byte[] fetch(String url, String sha256) throws IOException {
    Digest digest = new Digest(sha256);
    Optional<byte[]> stored = store.find(digest);
    if (stored.isPresent()) {
      return stored.get();
    }
    byte[] module = read(url);
    Digest actual = Digest.of(module);
    if (!actual.equals(digest)) {
      throw new IOException("%s: SHA-256 %s (expected: %s)".formatted(url, actual, digest));
    }
    store.put(digest, module);
    return module;
  }

  /// The file's bytes, or an exception whose message is for the user.
  private static byte[] read(String url) throws IOException {
    if (!url.startsWith(SCHEME)) {
      throw new IOException("url: '%s' (expected: file://…)".formatted(url));
    }
    int limit = ModuleLimits.DEFAULT.bytes();
    try (InputStream in = Files.newInputStream(Path.of(url.substring(SCHEME.length())))) {
      byte[] module = in.readNBytes(limit + 1);
      if (module.length > limit) {
        throw new IOException("%s: over %d bytes (limit: module size)".formatted(url, limit));
      }
      return module;
    } catch (NoSuchFileException e) {
      throw new IOException(url + ": no such file (expected: a WebAssembly module)", e);
    } catch (AccessDeniedException e) {
      throw new IOException(url + ": not readable for this user", e);
    }
  }
}
