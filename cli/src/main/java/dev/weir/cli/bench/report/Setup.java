package dev.weir.cli.bench.report;

/// One way to run the filter, or to run none: what is compared.
public enum Setup {
  ALONE("Envoy alone"),
  OWN_VM("Envoy's own VM"),
  NOOP("no-op ext_proc"),
  WEIR("Weir");

  /// Every ratio is to this one's figure of the same round.
  public static final Setup PEER = NOOP;

  private final String title;

  Setup(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /// Whether the filter runs, so that its header must be seen; else it must not.
  public boolean runsTheFilter() {
    return this == OWN_VM || this == WEIR;
  }

  public boolean hasServer() {
    return this == NOOP || this == WEIR;
  }
}
