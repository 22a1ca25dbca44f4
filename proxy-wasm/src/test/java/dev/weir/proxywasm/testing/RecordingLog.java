package dev.weir.proxywasm.testing;

import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.service.PluginLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps plugins' log lines as `LEVEL text`.
public final class RecordingLog implements PluginLog {
  public final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public LogLevel level(String plugin) {
    return LogLevel.TRACE;
  }

  @Override
  public void log(String plugin, LogLevel level, String message) {
    lines.add(level + " " + message);
  }
}
