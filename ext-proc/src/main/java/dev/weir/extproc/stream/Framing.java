package dev.weir.extproc.stream;

import dev.weir.extproc.answer.BodyPiece;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;
import java.util.List;

/// How the messages of a duplex mode make up the bytes of an HTTP body, and back.
interface Framing {
  /// The body's bytes are cut anywhere.
  Framing BYTES =
      new Framing() {
        @Override
        public Slice bytes(Part.Body message) {
          return message.bytes();
        }

        @Override
        public List<BodyPiece> pieces(Slice bytes, boolean endOfStream) {
          return bytes.isEmpty() && !endOfStream
              ? List.of()
              : List.of(new BodyPiece(bytes, endOfStream));
        }
      };

  /// What a message adds to the body.
  Slice bytes(Part.Body message);

  /// The messages that the next bytes of the body make up.
  ///
  /// @throws IllegalFrameException if they are none
  List<BodyPiece> pieces(Slice bytes, boolean endOfStream) throws IllegalFrameException;

  /// A plugin has changed a body into something that cannot be sent.
  final class IllegalFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    IllegalFrameException(String message) {
      super(message);
    }
  }
}
