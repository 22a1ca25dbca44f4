package dev.weir.cli.bench.report;

import java.util.Locale;

/// What is sent, and what the filter has to do with it.
public enum Scenario {
  REQUEST_HEADERS("A: request headers", Filter.MARK_REQUESTS, BodyMode.NONE, Traffic.SMALL),
  BOTH_HEADERS("B: request and response headers", Filter.MARK_BOTH, BodyMode.NONE, Traffic.SMALL),
  FOUR_PHASES(
      "four phases: 4 KiB each way, masked",
      Filter.MASK_BODIES,
      BodyMode.FULL_DUPLEX_STREAMED,
      Traffic.bodies(4 << 10, 32)),
  BUFFERED_4K(
      "C: 4 KiB each way, buffered",
      Filter.LOOK_AT_BODIES,
      BodyMode.BUFFERED,
      Traffic.bodies(4 << 10, 32)),
  BUFFERED_64K(
      "64 KiB each way, buffered",
      Filter.LOOK_AT_BODIES,
      BodyMode.BUFFERED,
      Traffic.bodies(64 << 10, 16)),
  BUFFERED_512K(
      "512 KiB each way, buffered",
      Filter.LOOK_AT_BODIES,
      BodyMode.BUFFERED,
      Traffic.bodies(512 << 10, 8)),
  DUPLEX_1M(
      "D: 1 MiB each way, full duplex",
      Filter.LOOK_AT_BODIES,
      BodyMode.FULL_DUPLEX_STREAMED,
      Traffic.bodies(1 << 20, 8)),
  DUPLEX_10M(
      "10 MiB each way, full duplex",
      Filter.LOOK_AT_BODIES,
      BodyMode.FULL_DUPLEX_STREAMED,
      Traffic.bodies(10 << 20, 4)),
  UPLOAD_1M(
      "1 MiB upload past a header-only filter",
      Filter.MARK_BOTH,
      BodyMode.NONE,
      Traffic.upload(1 << 20, 8)),
  EVENTS(
      "100 server-sent events of 30 bytes, masked",
      Filter.MASK_EVENTS,
      BodyMode.FULL_DUPLEX_STREAMED,
      Traffic.events(100));

  private final String title;
  private final Filter filter;
  private final BodyMode bodies;
  private final Traffic traffic;

  Scenario(String title, Filter filter, BodyMode bodies, Traffic traffic) {
    this.title = title;
    this.filter = filter;
    this.bodies = bodies;
    this.traffic = traffic;
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
    return traffic;
  }

  /// Whether it is measured at a fixed rate too; with large bodies that says nothing more.
  public boolean atFixedRate() {
    return traffic.requestBytes() <= 4 << 10 && traffic.events() == 0;
  }

  /// Whether a chain of several plugins is measured beside a chain of one.
  public boolean withLongChain() {
    return bodies == BodyMode.NONE && traffic.requestBytes() == 0;
  }

  /// Its name where only lower case is allowed.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
