package dev.weir.extproc.wire;

import dev.weir.extproc.wire.NetworkMessage.Part;
import dev.weir.proxywasm.abi.StreamType;
import org.jspecify.annotations.Nullable;

/// Reads one `envoy.service.network_ext_proc.v3.ProcessingRequest`; data is a slice of the
/// message's own bytes. Unknown fields are passed over.
public final class NetworkMessageReader {
  private static final int READ_DATA = 1;
  private static final int WRITE_DATA = 2;
  private static final int METADATA = 3;

  /// Envoy from 1.40 on; the Java stubs do not have it.
  private static final int ATTRIBUTES = 4;

  private final WireReader in;
  private @Nullable Part part;
  private Attributes attributes = Attributes.NONE;
  private Slice dynamicMetadata = Slice.empty();

  private NetworkMessageReader(WireReader in) {
    this.in = in;
  }

  /// Reads a message; what is none comes back as `Part.Malformed`.
  ///
  /// @param message the whole message; taken over, and not to be changed any more
  public static NetworkMessage read(byte[] message) {
    try {
      return new NetworkMessageReader(new WireReader(message)).message();
    } catch (MalformedMessageException e) {
      return NetworkMessage.malformed(String.valueOf(e.getMessage()));
    }
  }

  private NetworkMessage message() {
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case READ_DATA -> data(StreamType.DOWNSTREAM, tag);
        case WRITE_DATA -> data(StreamType.UPSTREAM, tag);
        case METADATA -> dynamicMetadata = in.delimited(tag).readSlice();
        case ATTRIBUTES -> attributes = attributes.with(in, tag);
        default -> in.skipField(tag);
      }
    }
    if (part == null) {
      throw new MalformedMessageException(
          "network ext_proc message: no data (expected: read_data or write_data)");
    }
    return new NetworkMessage(part, attributes, dynamicMetadata);
  }

  private void data(StreamType from, int outerTag) {
    if (part != null) {
      throw new MalformedMessageException(
          "network ext_proc message: data twice (expected: read_data or write_data)");
    }
    Slice bytes = Slice.empty();
    boolean endOfStream = false;
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 1 -> bytes = in.delimited(tag).readSlice();
        case 2 -> endOfStream = in.varint(tag).readBool();
        default -> in.skipField(tag);
      }
    }
    in.leave(outer);
    part = new Part.Data(from, bytes, endOfStream);
  }
}
