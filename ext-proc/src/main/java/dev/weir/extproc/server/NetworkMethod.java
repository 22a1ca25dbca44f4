package dev.weir.extproc.server;

import dev.weir.extproc.wire.NetworkMessage;
import dev.weir.extproc.wire.NetworkMessageReader;
import io.envoyproxy.envoy.service.network_ext_proc.v3.NetworkExternalProcessorProto;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// `envoy.service.network_ext_proc.v3.NetworkExternalProcessor/Process`, with our own marshaller:
/// the generated messages lack what newer proxies send.
final class NetworkMethod {
  static final String SERVICE = "envoy.service.network_ext_proc.v3.NetworkExternalProcessor";

  /// Answers are serialized already.
  static final MethodDescriptor<NetworkMessage, byte[]> DESCRIPTOR =
      MethodDescriptor.<NetworkMessage, byte[]>newBuilder()
          .setType(MethodType.BIDI_STREAMING)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Process"))
          .setRequestMarshaller(new RequestMarshaller())
          .setResponseMarshaller(new ResponseMarshaller())
          .build();

  private NetworkMethod() {}

  /// The service with its schema, for reflection.
  static ServiceDescriptor serviceDescriptor() {
    ProtoFileDescriptorSupplier schema = NetworkExternalProcessorProto::getDescriptor;
    return ServiceDescriptor.newBuilder(SERVICE)
        .addMethod(DESCRIPTOR)
        .setSchemaDescriptor(schema)
        .build();
  }

  private static final class RequestMarshaller implements Marshaller<NetworkMessage> {
    @Override
    public NetworkMessage parse(InputStream stream) {
      try {
        return NetworkMessageReader.read(stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InputStream stream(NetworkMessage message) {
      throw new UnsupportedOperationException("requests are received only");
    }
  }

  private static final class ResponseMarshaller implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] answer) {
      return new Answer(answer);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException("answers are sent only");
    }
  }

  private static final class Answer extends ByteArrayInputStream implements KnownLength {
    Answer(byte[] bytes) {
      super(bytes);
    }
  }
}
