package dev.weir.cli.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The probe's lines out of a proxy's log. [#accept] may be called from any thread.
final class ProbeLog {
  private static final Pattern LINE = Pattern.compile("\\bprobe (\\S+) ((\\w\\w)\\(.*)");
  private static final int MAX_LINES = 10_000;

  private final List<String> lines = new ArrayList<>();
  private String tag = "";
  private boolean ended;

  /// One line of the proxy's log, the probe's or not.
  synchronized void accept(String line) {
    Matcher match = LINE.matcher(line);
    if (!match.find() || !match.group(1).equals(tag) || lines.size() >= MAX_LINES) {
      return;
    }
    if (match.group(3).equals("dl")) {
      ended = true;
      notifyAll();
    } else {
      lines.add(match.group(2));
    }
  }

  /// From here on, the lines of the request with this id.
  synchronized void start(String id) {
    tag = id;
    lines.clear();
    ended = false;
  }

  /// The lines, once the stream's context is deleted or `patience` is over.
  synchronized List<String> await(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!ended) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    return List.copyOf(lines);
  }
}
