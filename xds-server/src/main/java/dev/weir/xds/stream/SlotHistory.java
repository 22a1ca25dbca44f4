package dev.weir.xds.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one proxy was sent for one slot and what it said: the truth about that slot.
///
/// Outlives streams, because Envoy's memory of a refused content does: identical bytes sent after a
/// refusal are falsely ACKed, on a later stream too. Belongs to the owner's thread.
public final class SlotHistory {
  private @Nullable Resource good;
  private @Nullable Resource open;
  private @Nullable Resource refused;

  /// The last content that the proxy accepted.
  public Optional<Resource> good() {
    return Optional.ofNullable(good);
  }

  /// The content that was sent and not answered; its stream may have ended meanwhile.
  public Optional<Resource> open() {
    return Optional.ofNullable(open);
  }

  /// The content that is not sent again before another one is wanted.
  public Optional<Resource> refused() {
    return Optional.ofNullable(refused);
  }

  /// Whether `content` is the one that is not to be sent.
  boolean isRefused(Resource content) {
    return refused != null && refused.version().equals(content.version());
  }

  /// Whether nothing was ever sent.
  boolean isUntouched() {
    return good == null && open == null && refused == null;
  }

  /// Every content that the proxy may be running now.
  public List<Resource> mayRun() {
    List<Resource> contents = new ArrayList<>(2);
    good().ifPresent(contents::add);
    open().ifPresent(contents::add);
    return contents;
  }

  void sent(Resource content) {
    open = content;
  }

  void accepted(Resource content) {
    good = content;
    open = null;
  }

  void refused(Resource content) {
    open = null;
    refused = content;
    if (good != null && good.version().equals(content.version())) {
      good = null;
    }
  }

  /// Another content than the refused one is wanted, so the refused one may be tried later.
  void forgetRefusal() {
    refused = null;
  }
}
