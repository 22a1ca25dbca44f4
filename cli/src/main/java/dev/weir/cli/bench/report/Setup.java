package dev.weir.cli.bench.report;

/// One way to run the filter, or to run none: what is compared.
public enum Setup {
  ALONE("Envoy alone"),
  OWN_VM("Envoy's own VM"),
  NOOP_GO("no-op, Go"),
  NOOP_JAVA("no-op, Java"),
  WEIR("Weir"),
  WEIR_CHAIN("Weir, chain of 5");

  /// Plugins of [#WEIR_CHAIN].
  public static final int CHAIN_LENGTH = 5;

  private final String title;

  Setup(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /// Whether the filter runs, so that its mark must be seen; else it must not.
  public boolean runsTheFilter() {
    return this == OWN_VM || this == WEIR || this == WEIR_CHAIN;
  }

  public boolean hasServer() {
    return this != ALONE && this != OWN_VM;
  }

  public boolean runsIn(Scenario scenario) {
    return this != WEIR_CHAIN || scenario.withLongChain();
  }
}
