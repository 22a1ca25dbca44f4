package dev.weir.proxywasm.foreign;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The scalar fields of a small protobuf message, by number. The messages that Envoy's foreign
/// functions take have up to five fields each; their generated code is in no published library.
final class MessageFields {
  private final Map<Integer, ByteString> bytes = new HashMap<>();
  private final Map<Integer, Long> numbers = new HashMap<>();

  private MessageFields() {}

  /// Empty if the bytes are no protobuf message.
  static Optional<MessageFields> read(byte[] message) {
    MessageFields fields = new MessageFields();
    try {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        fields.read(in, tag);
      }
      return Optional.of(fields);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void read(CodedInputStream in, int tag) throws IOException {
    int number = WireFormat.getTagFieldNumber(tag);
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> bytes.put(number, in.readBytes());
      case WireFormat.WIRETYPE_VARINT -> numbers.put(number, in.readRawVarint64());
      default -> in.skipField(tag);
    }
  }

  ByteString bytes(int number) {
    return bytes.getOrDefault(number, ByteString.EMPTY);
  }

  String text(int number) {
    return bytes(number).toStringUtf8();
  }

  boolean flag(int number) {
    return numbers.getOrDefault(number, 0L) != 0;
  }
}
