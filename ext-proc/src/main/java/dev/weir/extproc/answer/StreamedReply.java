package dev.weir.extproc.answer;

import dev.weir.extproc.answer.Answer.Kind;
import dev.weir.extproc.wire.Slice;
import dev.weir.extproc.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/// A local response in pieces: `StreamedImmediateResponse`, headers and then the body.
final class StreamedReply {
  private static final int STREAMED_IMMEDIATE_RESPONSE = 11;
  private static final int HEADERS_RESPONSE = 1;
  private static final int BODY_RESPONSE = 2;

  /// `HttpHeaders`, `HeaderMap` and `HeaderValue`.
  private static final int HEADERS = 1;

  private static final int ENTRIES = 1;
  private static final int KEY = 1;
  private static final int RAW_VALUE = 3;

  private StreamedReply() {}

  /// The messages, in order.
  ///
  /// @param metadata dynamic metadata, on the first one
  static List<Answer> of(ImmediateResponse response, Slice metadata) {
    List<Answer> answers = new ArrayList<>();
    answers.add(headers(response, metadata));
    Slice body = response.body();
    for (int from = 0; from < body.length(); from += Side.MAX_PIECE_BYTES) {
      int size = Math.min(Side.MAX_PIECE_BYTES, body.length() - from);
      answers.add(piece(new BodyPiece(body.part(from, size), from + size == body.length())));
    }
    return answers;
  }

  private static Answer headers(ImmediateResponse response, Slice metadata) {
    WireWriter out = new WireWriter(0);
    List<SetHeader> headers = response.headers().sets();
    for (int i = headers.size() - 1; i >= 0; i--) {
      entry(headers.get(i).name(), headers.get(i).value(), out);
    }
    String length = Integer.toString(response.body().length());
    entry(Slice.utf8("content-length"), Slice.utf8(length), out);
    entry(Slice.utf8(":status"), Slice.utf8(Integer.toString(response.status())), out);
    out.wrap(HEADERS, 0);
    out.wrap(HEADERS_RESPONSE, 0);
    out.wrap(STREAMED_IMMEDIATE_RESPONSE, 0);
    return Answers.finish(Kind.STREAMED_REPLY, out, Slice.empty(), metadata, Effect.EDIT);
  }

  private static void entry(Slice name, Slice value, WireWriter out) {
    int since = out.written();
    out.bytes(RAW_VALUE, value.array(), value.offset(), value.length());
    out.bytes(KEY, name.array(), name.offset(), name.length());
    out.wrap(ENTRIES, since);
  }

  private static Answer piece(BodyPiece piece) {
    WireWriter out = new WireWriter(piece.bytes().length());
    Answers.writePiece(piece, out);
    out.wrap(BODY_RESPONSE, 0);
    out.wrap(STREAMED_IMMEDIATE_RESPONSE, 0);
    return Answers.finish(Kind.STREAMED_REPLY, out, piece.bytes(), Slice.empty(), Effect.EDIT);
  }
}
