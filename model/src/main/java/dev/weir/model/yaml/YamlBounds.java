package dev.weir.model.yaml;

/// Bounds on a file, so that reading it costs no more than a file of that size should.
public final class YamlBounds {
  /// Twice the largest object that etcd keeps by default (1.5 MiB), with room for several to a
  /// file.
  public static final int MAX_FILE_BYTES = 4 << 20;

  /// One document per plugin of a large fleet, and few enough to look through.
  public static final int MAX_DOCUMENTS = 1_000;

  /// A listener with nested matchers comes to about forty.
  public static final int MAX_DEPTH = 100;

  /// Values in a file, each counted as often as an alias repeats it: an alias costs its writer
  /// three bytes whatever it stands for.
  public static final int MAX_VALUES = 250_000;

  /// Digits of a number. A double has seventeen, a 64-bit integer twenty.
  static final int MAX_NUMBER_LENGTH = 64;

  private YamlBounds() {}
}
