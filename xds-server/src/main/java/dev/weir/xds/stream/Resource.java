package dev.weir.xds.stream;

import com.google.protobuf.Any;

/// One resource as it goes out.
///
/// @param version SHA-256 of the content, so equal content has an equal version on every replica
public record Resource(String name, String version, Any body) {
  @Override
  public String toString() {
    return name + "@" + version;
  }
}
