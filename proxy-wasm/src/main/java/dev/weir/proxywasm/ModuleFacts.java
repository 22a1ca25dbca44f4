package dev.weir.proxywasm;

import dev.weir.engine.module.Export;
import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.Import;
import dev.weir.engine.module.ModuleException;
import dev.weir.engine.module.ModuleShape;
import dev.weir.proxywasm.abi.AbiVersion;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.abi.Hostcall;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/// What a module's import and export sections tell, without compiling it.
///
/// @param digest SHA-256 of the module, 64 lower-case hex digits
/// @param callbacks exported callbacks, of this ABI or of some vendor's
/// @param hostcalls imported `proxy_*` hostcalls
/// @param wasi imported WASI functions
public record ModuleFacts(
    String digest, AbiVersion abi, Set<String> callbacks, Set<String> hostcalls, Set<String> wasi) {

  private static final String CALLBACKS = "proxy_on_";
  private static final String WASI = "wasi_";

  public ModuleFacts {
    callbacks = Set.copyOf(callbacks);
    hostcalls = Set.copyOf(hostcalls);
    wasi = Set.copyOf(wasi);
  }

  /// Reads a module's sections.
  ///
  /// @throws PluginException.ModuleRefused naming what keeps this from being a proxy-wasm module
  public static ModuleFacts read(byte[] module) {
    try {
      return of(ModuleShape.read(module));
    } catch (ModuleException e) {
      throw new PluginException.ModuleRefused(String.valueOf(e.getMessage()), e);
    }
  }

  /// The facts of a module whose sections are read already.
  ///
  /// @throws PluginException.ModuleRefused without exactly one known ABI marker
  public static ModuleFacts of(ModuleShape shape) {
    Set<String> callbacks = new TreeSet<>();
    for (Export export : shape.exports()) {
      if (export.type() instanceof ExternType.Function && isCallback(export.name())) {
        callbacks.add(export.name());
      }
    }
    Set<String> hostcalls = new TreeSet<>();
    Set<String> wasi = new TreeSet<>();
    for (Import imported : shape.imports()) {
      if (imported.module().startsWith(WASI)) {
        wasi.add(imported.name());
      } else {
        hostcalls.add(imported.name());
      }
    }
    return new ModuleFacts(shape.digest(), abi(shape), callbacks, hostcalls, wasi);
  }

  private static boolean isCallback(String export) {
    return export.startsWith(CALLBACKS) || Callback.find(export).isPresent();
  }

  /// The first marker counts, as in proxy-wasm-cpp-host.
  private static AbiVersion abi(ModuleShape shape) {
    for (Export export : shape.exports()) {
      if (export.name().startsWith(AbiVersion.MARKER_PREFIX)) {
        return AbiVersion.find(export.name())
            .orElseThrow(() ->
                new PluginException.ModuleRefused(
                    "module: ABI marker '%s' (expected: one of %s)"
                        .formatted(export.name(), AbiVersion.markers())));
      }
    }
    throw new PluginException.ModuleRefused(
        "module: no proxy-wasm ABI marker among its %d exports (expected: an export %s)"
            .formatted(shape.exports().size(), AbiVersion.markers()));
  }

  /// What is left of the module for a plugin that may use no more than `granted`.
  public ModuleFacts within(Capabilities granted) {
    return new ModuleFacts(
        digest, abi, granted.among(callbacks), granted.among(hostcalls), granted.among(wasi));
  }

  /// The shortest list of capabilities that denies the module nothing.
  public NavigableSet<String> capabilities() {
    NavigableSet<String> names = new TreeSet<>(wasi);
    callbacks.stream().filter(name -> Callback.find(name).isPresent()).forEach(names::add);
    hostcalls.stream().filter(name -> Hostcall.find(name).isPresent()).forEach(names::add);
    return names;
  }

  public boolean seesRequestHeaders() {
    return callbacks.contains("proxy_on_request_headers");
  }

  public boolean seesRequestBody() {
    return callbacks.contains("proxy_on_request_body");
  }

  public boolean seesRequestTrailers() {
    return callbacks.contains("proxy_on_request_trailers");
  }

  public boolean seesResponseHeaders() {
    return callbacks.contains("proxy_on_response_headers");
  }

  public boolean seesResponseBody() {
    return callbacks.contains("proxy_on_response_body");
  }

  public boolean seesResponseTrailers() {
    return callbacks.contains("proxy_on_response_trailers");
  }

  /// Whether it has a callback for TCP connections.
  public boolean seesConnections() {
    return callbacks.contains("proxy_on_new_connection")
        || seesDownstreamData()
        || seesUpstreamData()
        || callbacks.contains("proxy_on_downstream_connection_close")
        || callbacks.contains("proxy_on_upstream_connection_close");
  }

  public boolean seesDownstreamData() {
    return callbacks.contains("proxy_on_downstream_data");
  }

  public boolean seesUpstreamData() {
    return callbacks.contains("proxy_on_upstream_data");
  }

  /// Whether the plugin may hold a message until something outside answers.
  public boolean makesCallouts() {
    return hostcalls.contains("proxy_http_call")
        || hostcalls.contains("proxy_dispatch_http_call")
        || hostcalls.contains("proxy_grpc_call")
        || hostcalls.contains("proxy_grpc_stream");
  }

  /// Whether property reads can occur, so that attributes are worth asking the proxy for. Which
  /// ones cannot be told from the module: paths are data. The foreign function `expr_evaluate`
  /// reads them as well.
  public boolean readsProperties() {
    return hostcalls.contains("proxy_get_property")
        || hostcalls.contains("proxy_call_foreign_function");
  }
}
