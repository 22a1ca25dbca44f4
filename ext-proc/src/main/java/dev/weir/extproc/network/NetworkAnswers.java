package dev.weir.extproc.network;

import dev.weir.extproc.wire.Slice;
import dev.weir.extproc.wire.WireWriter;
import dev.weir.proxywasm.abi.StreamType;
import java.util.Arrays;

/// Writes `envoy.service.network_ext_proc.v3.ProcessingResponse`.
final class NetworkAnswers {
  private static final int READ_DATA = 1;
  private static final int WRITE_DATA = 2;
  private static final int DATA_PROCESSING_STATUS = 3;
  private static final int CONNECTION_STATUS = 4;

  private static final int UNMODIFIED = 1;
  private static final int MODIFIED = 2;
  private static final int CLOSE = 1;

  private NetworkAnswers() {}

  /// These bytes go on, and with them the end of the stream.
  static byte[] data(StreamType from, Slice bytes, boolean endOfStream, boolean modified) {
    WireWriter out = new WireWriter(bytes.length());
    if (!bytes.isEmpty()) {
      out.wrap(1, 0);
    }
    if (endOfStream) {
      out.number(2, 1);
    }
    out.wrap(from == StreamType.DOWNSTREAM ? READ_DATA : WRITE_DATA, 0);
    out.number(DATA_PROCESSING_STATUS, modified ? MODIFIED : UNMODIFIED);
    byte[] head = out.toByteArray();
    byte[] answer = Arrays.copyOf(head, head.length + bytes.length());
    System.arraycopy(bytes.array(), bytes.offset(), answer, head.length, bytes.length());
    return answer;
  }

  /// The connection is closed once what was injected before has been flushed.
  static byte[] close() {
    WireWriter out = new WireWriter(0);
    out.number(CONNECTION_STATUS, CLOSE);
    return out.toByteArray();
  }
}
