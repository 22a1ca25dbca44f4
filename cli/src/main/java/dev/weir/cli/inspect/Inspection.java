package dev.weir.cli.inspect;

import dev.weir.engine.module.Export;
import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.Import;
import dev.weir.engine.module.ModuleShape;
import dev.weir.proxywasm.ModuleFacts;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.plugin.ProxyWasmModule;
import dev.weir.xds.module.ConnectionNeeds;
import dev.weir.xds.module.ProcessingNeeds;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode;
import java.util.List;
import java.util.Optional;

/// What `weir inspect` says about a module.
public record Inspection(
    Binary module, Origin origin, Abi abi, Functions functions, ExtProc extProc) {
  /// The file.
  ///
  /// @param sections names of its custom sections
  /// @param namedFunctions how many functions have a name for backtraces
  public record Binary(
      String sha256, int bytes, String memory, List<String> sections, int namedFunctions) {}

  /// Who made it.
  ///
  /// @param language what it was written in, and how that is known
  public record Origin(String language, String sdk, List<String> tools) {}

  /// What it is to a proxy-wasm host.
  ///
  /// @param version of the ABI, or why there is none
  /// @param runs `yes`, or what keeps it from running here
  /// @param capabilities the shortest list that denies it nothing
  public record Abi(String version, String runs, List<String> capabilities) {}

  /// What it exports and imports, with types.
  public record Functions(List<String> exports, List<String> imports) {}

  /// What Envoy's ext_proc filter is asked for when the module runs with all its capabilities.
  ///
  /// @param phases each part of an exchange and how it is sent
  /// @param connections what is sent of TCP connections; empty if the module has no callback for
  ///   them
  public record ExtProc(
      List<String> phases,
      List<String> requestAttributes,
      List<String> responseAttributes,
      List<String> connections) {
    static final ExtProc NONE = new ExtProc(List.of(), List.of(), List.of(), List.of());
  }

  /// Looks at a module.
  ///
  /// @throws dev.weir.engine.module.ModuleException if the bytes are not one
  static Inspection of(byte[] module) {
    ModuleShape shape = ModuleShape.read(module);
    Optional<ModuleFacts> facts = facts(shape);
    return new Inspection(
        new Binary(
            shape.digest(),
            shape.byteSize(),
            memory(shape),
            shape.customSections(),
            shape.functionNames().size()),
        origin(shape, module),
        abi(shape, facts),
        new Functions(
            shape.exports().stream().map(Inspection::text).toList(),
            shape.imports().stream().map(Inspection::text).toList()),
        facts.map(Inspection::extProc).orElse(ExtProc.NONE));
  }

  private static Origin origin(ModuleShape shape, byte[] module) {
    Producers producers = Producers.read(module);
    Optional<Sdk> sdk = Sdk.find(module);
    return new Origin(
        Language.of(shape, producers, sdk),
        sdk.map(Sdk::name).orElse("not known (none that leaves a trace)"),
        producers.tools());
  }

  private static Optional<ModuleFacts> facts(ModuleShape shape) {
    try {
      return Optional.of(ModuleFacts.of(shape));
    } catch (PluginException.ModuleRefused e) {
      return Optional.empty();
    }
  }

  private static Abi abi(ModuleShape shape, Optional<ModuleFacts> facts) {
    String runs = "yes";
    try {
      ProxyWasmModule.check(shape);
    } catch (PluginException.ModuleRefused e) {
      runs = "no: " + e.getMessage();
    }
    return new Abi(
        facts.map(known -> "proxy-wasm " + known.abi()).orElse("none"),
        runs,
        facts.map(known -> List.copyOf(known.capabilities())).orElse(List.of()));
  }

  private static ExtProc extProc(ModuleFacts facts) {
    ProcessingNeeds needs =
        ProcessingNeeds.of(
            dev.weir.xds.module.ModuleFacts.Callback.among(facts.callbacks()),
            facts.readsProperties());
    ProcessingMode mode = needs.mode();
    return new ExtProc(
        List.of(
            "request headers: " + mode.getRequestHeaderMode(),
            "request body: " + mode.getRequestBodyMode(),
            "request trailers: " + mode.getRequestTrailerMode(),
            "response headers: " + mode.getResponseHeaderMode(),
            "response body: " + mode.getResponseBodyMode(),
            "response trailers: " + mode.getResponseTrailerMode()),
        needs.requestAttributes(),
        needs.responseAttributes(),
        facts.seesConnections() ? connections(facts) : List.of());
  }

  private static List<String> connections(ModuleFacts facts) {
    ConnectionNeeds needs =
        new ConnectionNeeds(
            dev.weir.xds.module.ModuleFacts.Callback.among(facts.callbacks()),
            facts.readsProperties());
    return List.of(
        "data of the client: " + needs.mode().getProcessRead(),
        "data of the server: " + needs.mode().getProcessWrite());
  }

  private static String text(Export export) {
    return "%s: %s".formatted(export.name(), export.type());
  }

  private static String text(Import imported) {
    return "%s: %s".formatted(imported, imported.type());
  }

  private static String memory(ModuleShape shape) {
    if (shape.memory().isEmpty()) {
      return "none";
    }
    ExternType.Memory memory = shape.memory().get();
    return memory.maximumPages().isPresent()
        ? "%s, at most %s"
            .formatted(kib(memory.minimumPages()), kib(memory.maximumPages().getAsLong()))
        : "%s, growing without a bound of its own".formatted(kib(memory.minimumPages()));
  }

  private static String kib(long pages) {
    return "%d KiB".formatted(pages * 64);
  }
}
