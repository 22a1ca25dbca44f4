package dev.weir.proxywasm.state;

import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.service.PluginLog;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes a plugin's lines to the logger `dev.weir.plugin.<name>`.
final class Slf4jPluginLog implements PluginLog {
  private static final String PREFIX = "dev.weir.plugin.";

  private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();

  @Override
  public LogLevel level(String plugin) {
    Logger logger = logger(plugin);
    for (LogLevel level : LogLevel.values()) {
      if (logger.isEnabledForLevel(level(level))) {
        return level;
      }
    }
    return LogLevel.CRITICAL;
  }

  @Override
  public void log(String plugin, LogLevel level, String message) {
    logger(plugin).atLevel(level(level)).log(message);
  }

  private Logger logger(String plugin) {
    return loggers.computeIfAbsent(plugin, name -> LoggerFactory.getLogger(PREFIX + name));
  }

  private static Level level(LogLevel level) {
    return switch (level) {
      case TRACE -> Level.TRACE;
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARN -> Level.WARN;
      case ERROR, CRITICAL -> Level.ERROR;
    };
  }
}
