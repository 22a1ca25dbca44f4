package dev.weir.xds.service;

import dev.weir.xds.fleet.Timer;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Lets in as many streams as the bounds allow: so many at a time, so many per second. A client
/// that is refused comes back later, which spreads a storm of reconnects.
///
/// Belongs to the owner's thread.
final class Admission {
  /// What a client is told for whom there is no place.
  static final Status FULL =
      Status.UNAVAILABLE.withDescription(
          "xds-server: too many streams (limit: streams, newStreamsPerSecond)");

  private final Bounds bounds;
  private final Timer timer;
  private int open;
  private long entered;
  private double tokens;
  private Instant filled;

  Admission(Bounds bounds, Timer timer) {
    this.bounds = bounds;
    this.timer = timer;
    this.tokens = bounds.newStreamsPerSecond();
    this.filled = timer.now();
  }

  /// A place for one stream, to be given back.
  final class Ticket {
    private final long number = ++entered;
    private boolean used = true;

    /// Which stream this is, counted from 1.
    long number() {
      return number;
    }

    void close() {
      if (used) {
        used = false;
        open--;
      }
    }
  }

  /// A place, or empty if there is none now.
  Optional<Ticket> enter() {
    refill();
    if (open >= bounds.streams() || tokens < 1) {
      return Optional.empty();
    }
    tokens--;
    open++;
    return Optional.of(new Ticket());
  }

  private void refill() {
    Instant now = timer.now();
    double seconds = Duration.between(filled, now).toNanos() / 1e9;
    tokens =
        Math.min(bounds.newStreamsPerSecond(), tokens + seconds * bounds.newStreamsPerSecond());
    filled = now;
  }
}
