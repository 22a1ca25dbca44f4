package dev.weir.extproc.load;

import dev.weir.engine.WasmEngine;
import dev.weir.proto.v1alpha1.Module;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.plugin.ProxyWasmModule;
import dev.weir.proxywasm.service.PluginObserver;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compiled modules by digest; one that some chain still runs is not compiled again.
final class Modules {
  private final ByteSource source;
  private final WasmEngine engine;
  private final Map<String, WeakReference<ProxyWasmModule>> compiled = new HashMap<>();

  private final PluginObserver observer;

  /// @param observer hears of limits that keep a plugin from starting
  Modules(ByteSource source, WasmEngine engine, PluginObserver observer) {
    this.source = source;
    this.engine = engine;
    this.observer = observer;
  }

  /// Fetches, checks, compiles and warms up. A module that runs already is warm: its code is
  /// shared.
  ///
  /// @param spec of the plugin that the module is for
  /// @throws IOException if the bytes cannot be had or are not those that were asked for
  synchronized ProxyWasmModule get(Module module, PluginSpec spec) throws IOException {
    ProxyWasmModule known = find(module.getSha256());
    if (known != null) {
      return known;
    }
    byte[] bytes = source.fetch(module.getUrl(), module.getSha256());
    String actual = sha256(bytes);
    if (!actual.equals(module.getSha256())) {
      throw new IOException(
          "%s: sha256 is %s (expected: %s)".formatted(module.getUrl(), actual, module.getSha256()));
    }
    ProxyWasmModule fresh = ProxyWasmModule.compile(engine, bytes);
    warmUp(fresh, spec);
    compiled.values().removeIf(reference -> reference.get() == null);
    compiled.put(actual, new WeakReference<>(fresh));
    return fresh;
  }

  private void warmUp(ProxyWasmModule fresh, PluginSpec spec) {
    try {
      Plugin.warmUp(fresh, spec);
    } catch (PluginException e) {
      e.limit().ifPresent(limit -> observer.limitReached(spec.name(), limit));
      throw e;
    }
  }

  private @Nullable ProxyWasmModule find(String sha256) {
    WeakReference<ProxyWasmModule> reference = compiled.get(sha256);
    return reference == null ? null : reference.get();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
