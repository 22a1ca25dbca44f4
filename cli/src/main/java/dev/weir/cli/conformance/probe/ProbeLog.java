package dev.weir.cli.conformance.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The probe's lines out of a proxy's log, and what else has happened in a case. May be called from
/// any thread.
public final class ProbeLog {
  private static final Pattern LINE = Pattern.compile("\\bprobe (\\S+) ((\\w\\w)\\(.*)");

  /// What Weir and Envoy log of a VM that they do not use again.
  private static final Pattern FAILED =
      Pattern.compile(": instance retired$|Function: proxy_\\w+ failed: ");

  private static final int MAX_LINES = 10_000;

  /// Between a case's id and the name of one of its exchanges.
  private static final String OF = "/";

  private final List<String> lines = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();
  private String tag = "";
  private int ended;
  private boolean failed;

  /// One line of the proxy's log, the probe's or not.
  public void accept(String line) {
    accept("", line);
  }

  /// One line of a plugin's log.
  ///
  /// @param prefix put before it
  public synchronized void accept(String prefix, String line) {
    if (FAILED.matcher(line).find()) {
      failed = true;
      notifyAll();
    }
    Matcher match = LINE.matcher(line);
    if (!match.find() || !isOfCase(match.group(1)) || lines.size() >= MAX_LINES) {
      return;
    }
    if (match.group(3).equals("dl")) {
      ended++;
    } else {
      String shown = prefix + exchange(match.group(1)) + match.group(2);
      lines.add(shown);
      events.add(shown);
    }
    notifyAll();
  }

  private boolean isOfCase(String id) {
    return id.equals(tag) || id.startsWith(tag + OF);
  }

  private String exchange(String id) {
    return id.length() == tag.length() ? "" : id.substring(tag.length() + OF.length()) + " ";
  }

  /// Something else: `> head`, `> body 5`, `> end` where the upstream has received the headers, so
  /// many bytes of the body, or the end of a request; `> sent` where the client has written the end
  /// of one, `> stalled` where it can write no more of it; `< head` and so on of the answer;
  /// `callout head` and so on of the probe's own calls.
  public synchronized void happened(String event) {
    if (events.size() < MAX_LINES) {
      events.add(event);
    }
    notifyAll();
  }

  /// Somebody waited for an event in vain.
  synchronized void missed(String event) {
    missed.add(event);
  }

  /// The events that somebody waited for in vain.
  public synchronized List<String> missed() {
    return List.copyOf(missed);
  }

  /// The id of one of several exchanges of a case; its name stands before its lines.
  public static String id(String ofCase, String name) {
    return ofCase + OF + name;
  }

  /// From here on, the lines of the requests of the case with this id.
  public synchronized void start(String id) {
    tag = id;
    lines.clear();
    events.clear();
    missed.clear();
    ended = 0;
    failed = false;
    notifyAll();
  }

  /// How many streams' contexts have been deleted.
  public synchronized int ended() {
    return ended;
  }

  /// The lines, once the contexts of so many streams are deleted or `patience` is over.
  public synchronized List<String> await(int streams, Duration patience)
      throws InterruptedException {
    await(patience, () -> ended >= streams);
    return List.copyOf(lines);
  }

  /// The lines, once the context of the only stream is deleted, its VM has failed, which tells it
  /// nothing more, or `patience` is over.
  public synchronized List<String> awaitEnd(Duration patience) throws InterruptedException {
    await(patience, () -> ended > 0 || failed);
    return List.copyOf(lines);
  }

  /// The lines so far.
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /// The events and lines so far.
  public synchronized List<String> events() {
    return List.copyOf(events);
  }

  /// Waits for an event, or a line, that begins so.
  ///
  /// @return whether it happened within `patience`
  public synchronized boolean awaitEvent(String beginning, Duration patience)
      throws InterruptedException {
    return await(patience, () -> events.stream().anyMatch(event -> event.startsWith(beginning)));
  }

  /// Waits for one of several, as [#awaitEvent].
  public synchronized void awaitAny(List<String> beginnings, Duration patience)
      throws InterruptedException {
    await(
        patience,
        () -> events.stream().anyMatch(event -> beginnings.stream().anyMatch(event::startsWith)));
  }

  /// As [#awaitEvent]; if it does not happen, that is noted, unless another case has begun.
  public synchronized void awaitOrMiss(String beginning, Duration patience)
      throws InterruptedException {
    String begun = tag;
    boolean happened =
        await(
            patience,
            () -> !tag.equals(begun) || events.stream().anyMatch(e -> e.startsWith(beginning)));
    if (!happened) {
      missed.add(beginning);
    }
  }

  private synchronized boolean await(Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
