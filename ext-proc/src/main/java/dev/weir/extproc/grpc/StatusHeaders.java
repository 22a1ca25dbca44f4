package dev.weir.extproc.grpc;

import io.grpc.InternalMetadata;
import io.grpc.InternalStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;

/// The header blocks of responses ("gRPC over HTTP2", Responses).
final class StatusHeaders {
  private static final AsciiString OK = AsciiString.cached("200");
  private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
  private static final AsciiString GRPC = AsciiString.cached("application/grpc");

  /// Before the first message.
  static final Http2Headers RESPONSE =
      ReadOnlyHttp2Headers.serverHeaders(false, OK, CONTENT_TYPE, GRPC);

  private static final Http2Headers TRAILERS_OK =
      ReadOnlyHttp2Headers.trailers(
          false, AsciiString.cached("grpc-status"), AsciiString.cached("0"));

  private StatusHeaders() {}

  /// A response to what is no gRPC.
  static Http2Headers http(int status) {
    return ReadOnlyHttp2Headers.serverHeaders(false, AsciiString.of(Integer.toString(status)));
  }

  /// What follows the messages.
  static Http2Headers trailers(Status status) {
    return status.isOk() && status.getDescription() == null
        ? TRAILERS_OK
        : add(status, new DefaultHttp2Headers(false));
  }

  /// The whole response if there is no message.
  static Http2Headers trailersOnly(Status status) {
    return add(status, new DefaultHttp2Headers(false).status(OK).set(CONTENT_TYPE, GRPC));
  }

  private static Http2Headers add(Status status, Http2Headers headers) {
    Metadata metadata = new Metadata();
    metadata.put(InternalStatus.CODE_KEY, status);
    if (status.getDescription() != null) {
      metadata.put(InternalStatus.MESSAGE_KEY, status.getDescription());
    }
    byte[][] namesAndValues = InternalMetadata.serialize(metadata);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(
          new AsciiString(namesAndValues[i], false), new AsciiString(namesAndValues[i + 1], false));
    }
    return headers;
  }
}
