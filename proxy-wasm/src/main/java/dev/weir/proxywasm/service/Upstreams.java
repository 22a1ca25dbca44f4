package dev.weir.proxywasm.service;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.HeaderMap;
import java.time.Duration;

/// The upstreams that one plugin may call. Calls never block; listeners may be called on any
/// thread.
public interface Upstreams {
  /// Whether the plugin's resource declares this upstream.
  boolean contains(String upstream);

  /// Starts an HTTP call; `listener` hears exactly once, unless the call was cancelled.
  Call http(HttpRequest request, HttpListener listener);

  /// Starts a gRPC call, unary or streaming.
  GrpcStream grpc(GrpcRequest request, GrpcListener listener);

  /// An HTTP request to an upstream.
  ///
  /// @param headers with `:method`, `:path`, `:authority`
  /// @param timeout zero means none
  record HttpRequest(
      String upstream, HeaderMap headers, Bytes body, HeaderMap trailers, Duration timeout) {}

  /// The opening of a gRPC call.
  ///
  /// @param service full service name
  /// @param timeout zero means none
  record GrpcRequest(
      String upstream, String service, String method, HeaderMap metadata, Duration timeout) {}

  /// A call under way.
  interface Call {
    /// Gives the call up; its listener hears nothing more.
    void cancel();
  }

  /// A gRPC call under way.
  interface GrpcStream extends Call {
    void send(Bytes message, boolean endOfStream);

    /// Ends this side of the stream.
    void close();
  }

  /// Once and only once, one of the two.
  interface HttpListener {
    /// `headers` with `:status`. A timeout is a 504, a connection that failed a 503.
    void onResponse(HeaderMap headers, Bytes body, HeaderMap trailers);

    /// The stream was reset after it began.
    void onReset(String reason);
  }

  /// Any number of the first three, then [#onClose] exactly once.
  interface GrpcListener {
    void onInitialMetadata(HeaderMap metadata);

    void onMessage(Bytes message);

    void onTrailingMetadata(HeaderMap metadata);

    void onClose(int status, String message);
  }

  /// No upstream at all.
  static Upstreams none() {
    return new Upstreams() {
      @Override
      public boolean contains(String upstream) {
        return false;
      }

      @Override
      public Call http(HttpRequest request, HttpListener listener) {
        throw new IllegalArgumentException(unknown(request.upstream()));
      }

      @Override
      public GrpcStream grpc(GrpcRequest request, GrpcListener listener) {
        throw new IllegalArgumentException(unknown(request.upstream()));
      }

      private String unknown(String name) {
        return "upstream: '%s' (expected: one that the plugin declares)".formatted(name);
      }
    };
  }
}
