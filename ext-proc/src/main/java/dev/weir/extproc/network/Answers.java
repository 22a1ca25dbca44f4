package dev.weir.extproc.network;

import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.http.BodyBuffer;
import org.jspecify.annotations.Nullable;

/// The messages of one direction and their answers: one each, in order.
///
/// What plugins hold back is answered later: for each of them that does, one message stays
/// unanswered, so that there is something to answer when it lets go. Every other message is
/// answered at once, if need be with no data.
final class Answers {
  private final StreamType from;
  private final ConnectionTransport transport;
  private final ConnectionObserver observer;
  private int unanswered;
  private @Nullable BodyBuffer received;
  private @Nullable BodyBuffer ready;
  private boolean modified;
  private boolean endReady;

  Answers(StreamType from, ConnectionTransport transport, ConnectionObserver observer) {
    this.from = from;
    this.transport = transport;
    this.observer = observer;
  }

  /// A message has come that carries this.
  void received(BodyBuffer piece) {
    unanswered++;
    received = piece;
  }

  /// This has passed the last plugin.
  void passed(BodyBuffer piece, boolean endOfStream) {
    endReady |= endOfStream;
    if (ready == null) {
      ready = piece;
      modified = piece != received || piece.edited();
    } else {
      ready.append(piece.array(), piece.offset(), piece.length());
      modified = true;
    }
  }

  /// Answers what can be answered now.
  ///
  /// @param holding plugins that hold something back in this direction
  void settle(int holding) {
    boolean full = endReady || (ready != null && ready.length() > 0);
    for (int spare = unanswered - holding - (full ? 1 : 0); spare > 0; spare--) {
      send(NetworkAnswers.data(from, Slice.empty(), false, true));
    }
    if (full) {
      BodyBuffer data = ready == null ? new BodyBuffer() : ready;
      Slice bytes = Slice.of(data.array(), data.offset(), data.length());
      send(NetworkAnswers.data(from, bytes, endReady, modified));
      observer.passed(from, bytes.length());
    }
    ready = null;
    endReady = false;
  }

  private void send(byte[] answer) {
    unanswered--;
    transport.send(answer);
  }
}
