package dev.weir.proxywasm.abi;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Optional;

/// The ABI version a module declares by exporting a marker function.
public enum AbiVersion {
  V0_1_0("0.1.0", "proxy_abi_version_0_1_0"),
  V0_2_0("0.2.0", "proxy_abi_version_0_2_0"),
  V0_2_1("0.2.1", "proxy_abi_version_0_2_1"),
  /// The label of Higress's SDKs: 0.2.0 with extra imports.
  V0_2_100("0.2.100", "proxy_abi_version_0_2_100");

  /// What every marker starts with.
  public static final String MARKER_PREFIX = "proxy_abi_version_";

  private final String text;
  private final String marker;

  AbiVersion(String text, String marker) {
    this.text = text;
    this.marker = marker;
  }

  /// Name of the export that declares this version. It is never called.
  public String marker() {
    return marker;
  }

  public static Optional<AbiVersion> find(String export) {
    for (AbiVersion version : values()) {
      if (version.marker.equals(export)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /// All markers, for messages.
  public static String markers() {
    return Arrays.stream(values()).map(AbiVersion::marker).collect(joining(", "));
  }

  @Override
  public String toString() {
    return text;
  }
}
