package dev.weir.proxywasm.hostcall;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Optional;

/// The one field of `envoy.config.core.v3.GrpcService` that matters here: whom to call.
final class GrpcServiceMessage {
  private static final int ENVOY_GRPC = 1;
  private static final int GOOGLE_GRPC = 2;

  /// `cluster_name` of EnvoyGrpc and `target_uri` of GoogleGrpc have the same number.
  private static final int NAME = 1;

  private GrpcServiceMessage() {}

  /// Empty if these bytes are no such message.
  static Optional<String> target(byte[] message) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        if (field == ENVOY_GRPC || field == GOOGLE_GRPC) {
          return name(in.readByteArray());
        }
        if (!in.skipField(tag)) {
          return Optional.empty();
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<String> name(byte[] message) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == NAME) {
        return Optional.of(in.readStringRequireUtf8());
      }
      if (!in.skipField(tag)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
