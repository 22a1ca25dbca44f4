package dev.weir.engine;

/// Compiles modules. Thread-safe; one per process is enough.
public interface WasmEngine extends AutoCloseable {
  /// Parses, validates and compiles; slow (up to seconds) and to be kept off request threads.
  ///
  /// @throws ModuleException.Malformed if the bytes are not a core module
  /// @throws ModuleException.Invalid if the module does not validate
  CompiledModule compile(byte[] module);

  /// Ends the watch over running calls; instances must not be called afterwards.
  @Override
  void close();
}
