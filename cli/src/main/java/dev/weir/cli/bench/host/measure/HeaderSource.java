package dev.weir.cli.bench.host.measure;

import dev.weir.proxywasm.http.HeaderMap;

/// Headers as they lie in a message that arrived: each map made of them points into that message.
final class HeaderSource {
  private final byte[] message;
  private final int[] slices;

  /// @param template read once
  HeaderSource(HeaderMap template) {
    this.message = template.arena().clone();
    this.slices = new int[4 * template.size()];
    for (int i = 0; i < template.size(); i++) {
      slices[4 * i] = template.nameAt(i);
      slices[4 * i + 1] = template.nameLength(i);
      slices[4 * i + 2] = template.valueAt(i);
      slices[4 * i + 3] = template.valueLength(i);
    }
  }

  /// A map of its own for one request; an edit copies what it must.
  HeaderMap map() {
    HeaderMap map = HeaderMap.over(message);
    for (int i = 0; i < slices.length; i += 4) {
      map.addSlice(slices[i], slices[i + 1], slices[i + 2], slices[i + 3]);
    }
    map.markOriginal();
    return map;
  }
}
