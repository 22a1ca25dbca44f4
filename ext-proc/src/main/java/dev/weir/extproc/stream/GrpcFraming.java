package dev.weir.extproc.stream;

import dev.weir.extproc.answer.BodyPiece;
import dev.weir.extproc.wire.ProxyMessage.Marks;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// One message for each gRPC message. Plugins see the body that they would see on the wire, each
/// message behind its five bytes of flag and length, so a plugin written for a proxy works here.
/// Source: "gRPC over HTTP2", "Length-Prefixed-Message".
final class GrpcFraming implements Framing {
  private static final int PREFIX_BYTES = 5;
  private static final int COMPRESSED = 1;

  private final ByteArrayOutputStream rest = new ByteArrayOutputStream(0);

  @Override
  public Slice bytes(Part.Body message) {
    Slice content = message.bytes();
    Marks marks = message.marks();
    if (marks.withoutMessage() || (marks.drained() && content.isEmpty())) {
      return Slice.empty();
    }
    byte[] framed = new byte[PREFIX_BYTES + content.length()];
    framed[0] = (byte) (marks.compressed() ? COMPRESSED : 0);
    for (int i = 1; i < PREFIX_BYTES; i++) {
      framed[i] = (byte) (content.length() >>> (Byte.SIZE * (PREFIX_BYTES - 1 - i)));
    }
    System.arraycopy(content.array(), content.offset(), framed, PREFIX_BYTES, content.length());
    return Slice.of(framed);
  }

  @Override
  public List<BodyPiece> pieces(Slice bytes, boolean endOfStream) throws IllegalFrameException {
    Slice all = withRest(bytes);
    List<BodyPiece> pieces = new ArrayList<>(1);
    int at = 0;
    while (all.length() - at >= PREFIX_BYTES) {
      int flag = byteAt(all, at);
      long length = length(all, at);
      if (flag > COMPRESSED) {
        throw new IllegalFrameException("gRPC message: flag %d (expected: 0 or 1)".formatted(flag));
      }
      if (length > all.length() - at - PREFIX_BYTES) {
        break;
      }
      Marks marks = new Marks(false, flag == COMPRESSED, false);
      pieces.add(new BodyPiece(all.part(at + PREFIX_BYTES, (int) length), false, marks));
      at += PREFIX_BYTES + (int) length;
    }
    rest.write(all.array(), all.offset() + at, all.length() - at);
    return endOfStream ? ended(pieces) : pieces;
  }

  private List<BodyPiece> ended(List<BodyPiece> pieces) throws IllegalFrameException {
    if (rest.size() > 0) {
      throw new IllegalFrameException(
          "gRPC message: ends after %d bytes (expected: whole messages)".formatted(rest.size()));
    }
    if (pieces.isEmpty()) {
      pieces.add(new BodyPiece(Slice.empty(), true, new Marks(true, false, false)));
    } else {
      BodyPiece last = pieces.removeLast();
      pieces.add(new BodyPiece(last.bytes(), true, last.marks()));
    }
    return pieces;
  }

  private Slice withRest(Slice bytes) {
    if (rest.size() == 0) {
      return bytes;
    }
    rest.write(bytes.array(), bytes.offset(), bytes.length());
    Slice all = Slice.of(rest.toByteArray());
    rest.reset();
    return all;
  }

  private static long length(Slice all, int frameAt) {
    long length = 0;
    for (int i = 1; i < PREFIX_BYTES; i++) {
      length = length << Byte.SIZE | byteAt(all, frameAt + i);
    }
    return length;
  }

  private static int byteAt(Slice all, int at) {
    return all.array()[all.offset() + at] & 0xff;
  }
}
