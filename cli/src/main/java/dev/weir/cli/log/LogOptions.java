package dev.weir.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/// The options of every command that runs for long: how much is logged, and as what. Lines go to
/// standard error, so that standard output holds only what was asked for.
public final class LogOptions {
  /// Held, for `java.util.logging` forgets levels of loggers that nobody holds.
  private static final java.util.logging.Logger GRPC_STREAMS =
      java.util.logging.Logger.getLogger("io.grpc.netty.NettyServerStream");

  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  enum LogFormat {
    TEXT,
    JSON
  }

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "least level that is logged: error, warn, info, debug, trace (default: info)")
  private LogLevel level = LogLevel.INFO;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "text or json, one line each (default: text)")
  private LogFormat format = LogFormat.TEXT;

  /// Puts the options into force; to be called before anything is started.
  public void apply() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context));
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.toLevel(level.name()));
    // What a client does wrong is counted; a stack trace or a line for each would be a gift.
    GRPC_STREAMS.setLevel(java.util.logging.Level.OFF);
    context.getLogger("io.netty.handler.codec.http2").setLevel(Level.WARN);
    // gRPC sets TCP's options on Unix sockets too, and Netty says so for each connection.
    context.getLogger("io.netty.bootstrap").setLevel(Level.ERROR);
    // Libraries' debug output is about themselves; it drowns ours.
    if (root.getLevel().toInt() < Level.INFO_INT) {
      context.getLogger("io").setLevel(Level.INFO);
      context.getLogger("jdk").setLevel(Level.INFO);
    }
  }

  private Encoder<ILoggingEvent> encoder(LoggerContext context) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> text();
          case JSON -> new JsonEncoder();
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static PatternLayoutEncoder text() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
    return encoder;
  }
}
