package dev.weir.cli.bench.report;

import java.util.Locale;

/// What is sent, and what the filter has to do with it.
public enum Scenario {
  REQUEST_HEADERS("A: request headers", Filter.MARK_REQUESTS, BodyMode.NONE),
  BOTH_HEADERS("B: request and response headers", Filter.MARK_BOTH, BodyMode.NONE),
  FOUR_PHASES(
      "four phases: 4 KiB each way, masked", Filter.MASK_BODIES, BodyMode.FULL_DUPLEX_STREAMED),
  BUFFERED_4K("C: 4 KiB each way, buffered", Filter.LOOK_AT_BODIES, BodyMode.BUFFERED),
  BUFFERED_64K("64 KiB each way, buffered", Filter.LOOK_AT_BODIES, BodyMode.BUFFERED),
  BUFFERED_512K("512 KiB each way, buffered", Filter.LOOK_AT_BODIES, BodyMode.BUFFERED),
  DUPLEX_1M("D: 1 MiB each way, full duplex", Filter.LOOK_AT_BODIES, BodyMode.FULL_DUPLEX_STREAMED),
  DUPLEX_10M("10 MiB each way, full duplex", Filter.LOOK_AT_BODIES, BodyMode.FULL_DUPLEX_STREAMED),
  UPLOAD_1M("1 MiB upload past a header-only filter", Filter.MARK_BOTH, BodyMode.NONE),
  EVENTS(
      "100 server-sent events of 30 bytes, masked",
      Filter.MASK_EVENTS,
      BodyMode.FULL_DUPLEX_STREAMED);

  private final String title;
  private final Filter filter;
  private final BodyMode bodies;

  Scenario(String title, Filter filter, BodyMode bodies) {
    this.title = title;
    this.filter = filter;
    this.bodies = bodies;
  }

  public String title() {
    return title;
  }

  public Filter filter() {
    return filter;
  }

  public BodyMode bodies() {
    return bodies;
  }

  public Traffic traffic() {
    return switch (this) {
      case REQUEST_HEADERS, BOTH_HEADERS -> Traffic.SMALL;
      case FOUR_PHASES, BUFFERED_4K -> Traffic.bodies(4 << 10, 32);
      case BUFFERED_64K -> Traffic.bodies(64 << 10, 16);
      case BUFFERED_512K -> Traffic.bodies(512 << 10, 8);
      case DUPLEX_1M -> Traffic.bodies(1 << 20, 8);
      case DUPLEX_10M -> Traffic.bodies(10 << 20, 4);
      case UPLOAD_1M -> Traffic.upload(1 << 20, 8);
      case EVENTS -> Traffic.events(100);
    };
  }

  /// Whether it is measured at a fixed rate too; with large bodies that says nothing more.
  public boolean atFixedRate() {
    return traffic().requestBytes() <= 4 << 10 && traffic().events() == 0;
  }

  /// Whether a chain of several plugins is measured beside a chain of one.
  public boolean withLongChain() {
    return bodies == BodyMode.NONE && traffic().requestBytes() == 0;
  }

  /// Its name where only lower case is allowed.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
