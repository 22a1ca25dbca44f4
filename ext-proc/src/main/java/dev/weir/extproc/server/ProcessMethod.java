package dev.weir.extproc.server;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.wire.ProxyMessage;
import dev.weir.extproc.wire.ProxyMessageReader;
import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorProto;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// `envoy.service.ext_proc.v3.ExternalProcessor/Process`, with our own marshaller in the place of
/// generated messages.
final class ProcessMethod {
  static final String SERVICE = "envoy.service.ext_proc.v3.ExternalProcessor";

  static final MethodDescriptor<ProxyMessage, Answer> DESCRIPTOR =
      MethodDescriptor.<ProxyMessage, Answer>newBuilder()
          .setType(MethodType.BIDI_STREAMING)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Process"))
          .setRequestMarshaller(new RequestMarshaller())
          .setResponseMarshaller(new ResponseMarshaller())
          .build();

  private ProcessMethod() {}

  /// The service with its schema, for reflection.
  static ServiceDescriptor serviceDescriptor() {
    ProtoFileDescriptorSupplier schema = ExternalProcessorProto::getDescriptor;
    return ServiceDescriptor.newBuilder(SERVICE)
        .addMethod(DESCRIPTOR)
        .setSchemaDescriptor(schema)
        .build();
  }

  private static final class RequestMarshaller implements Marshaller<ProxyMessage> {
    /// The transport tells the whole length as what is available, so the one copy is exact.
    @Override
    public ProxyMessage parse(InputStream stream) {
      try {
        byte[] message = new byte[stream.available()];
        int read = stream.readNBytes(message, 0, message.length);
        return read == message.length
            ? ProxyMessageReader.read(message)
            : ProxyMessage.malformed(
                "ext_proc message: %d bytes (expected: %d)".formatted(read, message.length));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InputStream stream(ProxyMessage message) {
      throw new UnsupportedOperationException("requests are received only");
    }
  }

  private static final class ResponseMarshaller implements Marshaller<Answer> {
    @Override
    public InputStream stream(Answer answer) {
      return new AnswerStream(answer);
    }

    @Override
    public Answer parse(InputStream stream) {
      throw new UnsupportedOperationException("answers are sent only");
    }
  }
}
