package dev.weir.proxywasm.service;

import dev.weir.proxywasm.abi.LogLevel;

/// Where plugins' log lines go. Callable from any thread.
public interface PluginLog {
  /// The least severe level that is kept for this plugin.
  LogLevel level(String plugin);

  void log(String plugin, LogLevel level, String message);
}
