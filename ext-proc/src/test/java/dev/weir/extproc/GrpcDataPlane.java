package dev.weir.extproc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpHeaders;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpTrailers;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProtocolConfiguration;
import java.util.ArrayList;
import java.util.List;

/// A gRPC client or server with an ext_proc interceptor, as gRFC A93 has it: one body message for
/// each gRPC message, no request trailers, always response trailers.
///
/// What the stubs do not know is written by field number.
final class GrpcDataPlane {
  /// `BodySendMode`.
  private static final int GRPC = 5;

  private static final int FLOW_CONTROL_INIT = 12;
  private static final int CLIENT_WINDOW_UPDATE = 13;
  private static final int END_OF_STREAM_WITHOUT_MESSAGE = 3;
  private static final int DRAIN_COMPLETE = 5;

  private GrpcDataPlane() {}

  static ProcessingRequest requestHeaders() {
    return ProcessingRequest.newBuilder()
        .setProtocolConfig(
            ProtocolConfiguration.newBuilder()
                .setRequestBodyModeValue(GRPC)
                .setResponseBodyModeValue(GRPC))
        .setRequestHeaders(
            ProcessClient.headers(
                false,
                ":method",
                "POST",
                ":path",
                "/hello.Greeter/SayHello",
                ":authority",
                "greeter",
                "content-type",
                "application/grpc"))
        .build();
  }

  static ProcessingRequest withWindows(ProcessingRequest request, long each) {
    UnknownFieldSet.Builder windows = UnknownFieldSet.newBuilder();
    for (int direction = 1; direction <= 4; direction++) {
      windows.addField(direction, Field.newBuilder().addVarint(each).build());
    }
    return request.toBuilder()
        .mergeUnknownFields(message(FLOW_CONTROL_INIT, windows.build()))
        .build();
  }

  static ProcessingRequest windowUpdate(long towardUpstream, long towardDownstream) {
    return ProcessingRequest.newBuilder()
        .setUnknownFields(
            message(
                CLIENT_WINDOW_UPDATE,
                UnknownFieldSet.newBuilder()
                    .addField(1, Field.newBuilder().addVarint(towardUpstream).build())
                    .addField(2, Field.newBuilder().addVarint(towardDownstream).build())
                    .build()))
        .build();
  }

  static ProcessingRequest requestMessage(String text) {
    return ProcessingRequest.newBuilder()
        .setRequestBody(HttpBody.newBuilder().setBody(ByteString.copyFromUtf8(text)))
        .build();
  }

  /// How grpc-java half-closes: no end_of_stream beside it.
  static ProcessingRequest halfClose() {
    return ProcessingRequest.newBuilder()
        .setRequestBody(marked(HttpBody.getDefaultInstance(), END_OF_STREAM_WITHOUT_MESSAGE))
        .build();
  }

  static ProcessingRequest drained(ProcessingRequest last) {
    return last.toBuilder().setRequestBody(marked(last.getRequestBody(), DRAIN_COMPLETE)).build();
  }

  static ProcessingRequest responseHeaders() {
    return ProcessingRequest.newBuilder()
        .setResponseHeaders(
            ProcessClient.headers(false, ":status", "200", "content-type", "application/grpc"))
        .build();
  }

  static ProcessingRequest responseMessage(String text) {
    return ProcessingRequest.newBuilder()
        .setResponseBody(HttpBody.newBuilder().setBody(ByteString.copyFromUtf8(text)))
        .build();
  }

  static ProcessingRequest responseTrailers() {
    HttpHeaders trailers = ProcessClient.headers(true, "grpc-status", "0");
    return ProcessingRequest.newBuilder()
        .setResponseTrailers(HttpTrailers.newBuilder().setTrailers(trailers.getHeaders()))
        .build();
  }

  /// Field numbers that the stubs do not know, in the answer and in its streamed body.
  static List<Integer> newer(ProcessingResponse answer) {
    List<Integer> numbers = new ArrayList<>(answer.getUnknownFields().asMap().keySet());
    numbers.addAll(
        answer
            .getRequestBody()
            .getResponse()
            .getBodyMutation()
            .getStreamedResponse()
            .getUnknownFields()
            .asMap()
            .keySet());
    return numbers;
  }

  private static HttpBody marked(HttpBody body, int field) {
    UnknownFieldSet mark =
        UnknownFieldSet.newBuilder()
            .addField(field, Field.newBuilder().addVarint(1).build())
            .build();
    try {
      // stubs that know the field shall find it
      return HttpBody.parseFrom(body.toByteString().concat(mark.toByteString()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static UnknownFieldSet message(int field, UnknownFieldSet content) {
    return UnknownFieldSet.newBuilder()
        .addField(field, Field.newBuilder().addLengthDelimited(content.toByteString()).build())
        .build();
  }
}
