package dev.weir.extproc.chain;

import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// All plugins of an exchange in one direction, in the order in which it meets them.
final class Pipe {
  private final Direction direction;
  private final Segment[] segments; // in the order in which the message meets them
  private final Outlet entry;
  private final Predicate<Direction> creates;
  private boolean bodyIsWhole;
  private boolean bodyEdited;
  private boolean halted;

  /// @param runs in the order of the chain; a response meets them in reverse
  /// @param creates whether a message of this direction that has no body can be given one
  Pipe(Direction direction, List<PluginRun> runs, Outlet exit, Predicate<Direction> creates) {
    this.direction = direction;
    this.creates = creates;
    this.segments = new Segment[runs.size()];
    Outlet next = exit;
    for (int at = segments.length - 1; at >= 0; at--) {
      int inChain = direction == Direction.REQUEST ? at : segments.length - 1 - at;
      segments[at] = new Segment(this, runs.get(inChain), next);
      next = segments[at];
    }
    this.entry = next;
  }

  /// Whether a plugin may give this message a body that it does not have.
  boolean mayCreateBody() {
    return creates.test(direction);
  }

  Direction direction() {
    return direction;
  }

  void headers(boolean endOfStream) {
    entry.headers(endOfStream);
  }

  void body(Slice bytes, boolean endOfStream) {
    entry.body(bytes, endOfStream);
  }

  void trailers() {
    entry.trailers();
  }

  /// Nothing more of the body will come, though its end was not announced.
  void finishBody() {
    bodyIsWhole = true;
    Arrays.stream(segments).filter(Segment::holds).findFirst().ifPresent(Segment::finishBody);
  }

  /// Bytes leave a plugin, or are dropped by it, other than they came to it.
  void bodyEdited() {
    bodyEdited = true;
  }

  boolean takeBodyEdited() {
    boolean taken = bodyEdited;
    bodyEdited = false;
    return taken;
  }

  boolean bodyIsWhole() {
    return bodyIsWhole;
  }

  Optional<Segment> segment(PluginRun run) {
    for (Segment segment : segments) {
      if (segment.run() == run) {
        return Optional.of(segment);
      }
    }
    return Optional.empty();
  }

  boolean waitsForBody() {
    for (Segment segment : segments) {
      if (segment.waitsForBody()) {
        return true;
      }
    }
    return false;
  }

  /// Whether some plugin holds a part of the message.
  boolean holds() {
    for (Segment segment : segments) {
      if (segment.holds()) {
        return true;
      }
    }
    return false;
  }

  /// The plugins that hold the headers to see the body first, and that nothing else can make let
  /// go.
  List<Segment> hopeless() {
    return Arrays.stream(segments)
        .filter(Segment::waitsForBody)
        .filter(segment -> !segment.run().stage().resumesByItself())
        .toList();
  }

  /// The plugins that hold a part of the message, in their order.
  List<PluginRun> holders() {
    return Arrays.stream(segments).filter(Segment::holds).map(Segment::run).toList();
  }

  boolean isOverfull() {
    for (Segment segment : segments) {
      if (segment.isOverfull()) {
        return true;
      }
    }
    return false;
  }

  long heldBytes() {
    long sum = 0;
    for (Segment segment : segments) {
      sum += segment.heldBytes();
    }
    return sum;
  }

  /// Nothing flows here any more; what is held is forgotten.
  void halt() {
    halted = true;
  }

  boolean isHalted() {
    return halted;
  }
}
