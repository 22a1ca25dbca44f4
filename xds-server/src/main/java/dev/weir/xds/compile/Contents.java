package dev.weir.xds.compile;

import com.google.protobuf.Any;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.weir.model.Digest;
import dev.weir.xds.stream.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Messages to bytes and versions.
///
/// Maps are written in the order of their keys, so equal content has equal bytes in every process
/// that uses the same protobuf release.
public final class Contents {
  private Contents() {}

  /// `message` as a resource; its version is the digest of its bytes.
  public static Resource resource(String name, Message message) {
    byte[] bytes = bytes(message);
    Any body =
        Any.newBuilder()
            .setTypeUrl(TypeUrls.of(message.getDescriptorForType()))
            .setValue(com.google.protobuf.ByteString.copyFrom(bytes))
            .build();
    return new Resource(name, Digest.of(bytes).hex(), body);
  }

  /// `message` packed with deterministic bytes.
  static Any pack(Message message) {
    return Any.newBuilder()
        .setTypeUrl(TypeUrls.of(message.getDescriptorForType()))
        .setValue(com.google.protobuf.ByteString.copyFrom(bytes(message)))
        .build();
  }

  static byte[] bytes(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.getSerializedSize());
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    output.useDeterministicSerialization();
    try {
      message.writeTo(output);
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
