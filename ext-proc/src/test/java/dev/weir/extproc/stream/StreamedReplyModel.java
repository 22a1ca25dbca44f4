package dev.weir.extproc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpHeaders;
import io.envoyproxy.envoy.service.ext_proc.v3.StreamedBodyResponse;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// What Envoy makes of a local response in pieces, which the stubs do not know.
final class StreamedReplyModel {
  private static final int STREAMED_IMMEDIATE_RESPONSE = 11;

  final List<String> headers = new ArrayList<>();
  final ByteArrayOutputStream body = new ByteArrayOutputStream();
  boolean ended;

  boolean hasBegun() {
    return !headers.isEmpty();
  }

  void read(UnknownFieldSet fields) {
    assertThat(fields.asMap()).containsOnlyKeys(STREAMED_IMMEDIATE_RESPONSE);
    assertThat(ended).as("piece behind the end").isFalse();
    try {
      UnknownFieldSet piece =
          UnknownFieldSet.parseFrom(
              fields.getField(STREAMED_IMMEDIATE_RESPONSE).getLengthDelimitedList().getFirst());
      if (piece.hasField(1)) {
        readHeaders(HttpHeaders.parseFrom(piece.getField(1).getLengthDelimitedList().getFirst()));
      } else {
        readBody(
            StreamedBodyResponse.parseFrom(piece.getField(2).getLengthDelimitedList().getFirst()));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void readHeaders(HttpHeaders sent) {
    assertThat(headers).isEmpty();
    for (HeaderValue header : sent.getHeaders().getHeadersList()) {
      headers.add(header.getKey());
      headers.add(header.getRawValue().toStringUtf8());
    }
    assertThat(headers).startsWith(":status");
  }

  private void readBody(StreamedBodyResponse sent) {
    assertThat(headers).isNotEmpty();
    assertThat(sent.getBody().size()).isLessThanOrEqualTo(62_000);
    body.writeBytes(sent.getBody().toByteArray());
    ended = sent.getEndOfStream();
  }
}
