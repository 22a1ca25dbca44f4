package dev.weir.cli.telemetry;

import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.record.StreamSink;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line per stream. Lanes only hand records over; one thread writes them. What comes faster
/// than it can be written is dropped and counted.
public final class AccessLog implements StreamSink, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
  private static final int MAX_WAITING = 16_384;
  private static final long IDLE_MILLIS = 100;
  private static final long CLOSE_MILLIS = 5_000;

  private final BlockingQueue<StreamRecord> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Writer out;
  private final AccessLogFormat format;
  private final Counter dropped;
  private final Thread owner = Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);
  private volatile boolean closed;

  private AccessLog(Writer out, AccessLogFormat format, Counter dropped) {
    this.out = out;
    this.format = format;
    this.dropped = dropped;
  }

  /// Opens the log and starts its writer.
  ///
  /// @param target a file, which is appended to, or `-` for standard output
  /// @throws IOException if the file cannot be written
  public static AccessLog open(String target, AccessLogFormat format, MeterRegistry meters)
      throws IOException {
    OutputStream stream = target.equals("-") ? System.out : new FileOutputStream(target, true);
    AccessLog accessLog =
        new AccessLog(
            new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)),
            format,
            meters.counter("weir.extproc.accesslog.dropped"));
    accessLog.owner.start();
    return accessLog;
  }

  @Override
  public void ended(StreamRecord stream) {
    if (!waiting.offer(stream)) {
      dropped.increment();
    }
  }

  private void run() {
    try (out) {
      while (true) {
        StreamRecord next = waiting.poll();
        if (next == null) {
          out.flush();
          next = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (next != null) {
          out.write(format.line(next));
          out.write('\n');
        } else if (closed) {
          return;
        }
      }
    } catch (IOException e) {
      log.error("access log: cannot be written any more: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes what waits, and ends.
  @Override
  public void close() {
    closed = true;
    try {
      owner.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
