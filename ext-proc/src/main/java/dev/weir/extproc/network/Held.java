package dev.weir.extproc.network;

import dev.weir.proxywasm.http.BodyBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one plugin looks at or holds back of one direction.
final class Held {
  private @Nullable BodyBuffer data;
  private boolean ended;
  private boolean holding;
  private boolean hidden;

  /// More has come: it is shown together with what is held already.
  void add(BodyBuffer piece, boolean endOfStream) {
    ended |= endOfStream;
    if (data == null) {
      data = piece;
    } else {
      data.append(piece.array(), piece.offset(), piece.length());
    }
  }

  /// The plugin pauses: what it was shown stays.
  void keep() {
    holding = true;
  }

  boolean isHolding() {
    return holding;
  }

  /// Whether the end of the direction has come to the plugin.
  boolean hasEnded() {
    return ended;
  }

  /// What the plugin was shown has passed it.
  void hide() {
    hidden = true;
  }

  /// The plugin lets go.
  BodyBuffer release() {
    BodyBuffer released = data == null ? new BodyBuffer() : data;
    data = null;
    holding = false;
    hidden = false;
    return released;
  }

  Optional<BodyBuffer> visible() {
    return hidden ? Optional.empty() : Optional.ofNullable(data);
  }

  int bytes() {
    return holding && data != null ? data.length() : 0;
  }
}
