package dev.weir.extproc.upstream;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.service.FailedResponse;
import dev.weir.proxywasm.service.Upstreams.HttpListener;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/// Collects a response, and tells the plugin how the call ended: once.
///
/// As in Envoy: what fails before the response has begun is a response too, 504 or 503; what fails
/// later is a reset.
final class HttpAnswer implements Response.Listener {
  private final HttpListener listener;
  private final OpenCalls open;
  private final int maxBytes;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile boolean begun;

  HttpAnswer(HttpListener listener, OpenCalls open, int maxBytes) {
    this.listener = listener;
    this.open = open;
    this.maxBytes = maxBytes;
  }

  /// The listener hears nothing more.
  void cancel(Request request) {
    told.set(true);
    var _ = request.abort(new CancellationException("the plugin gave the call up"));
  }

  @Override
  public void onHeaders(Response response) {
    begun = true;
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    if (body.size() + content.remaining() > maxBytes) {
      var _ =
          response.abort(
              new TooLongException(
                  "response: more than %d bytes (limit: upstreams[].maxResponse)"
                      .formatted(maxBytes)));
      return;
    }
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    body.writeBytes(bytes);
  }

  /// The client calls this exactly once per call, also for one that it could not begin.
  @Override
  public void onComplete(Result result) {
    open.close();
    if (!told.compareAndSet(false, true)) {
      return;
    }
    Throwable failure = result.getFailure();
    if (failure == null) {
      succeed(result.getResponse());
    } else if (begun) {
      listener.onReset(String.valueOf(failure.getMessage()));
    } else {
      failed(failure).to(listener);
    }
  }

  private void succeed(Response response) {
    HeaderMap headers = new HeaderMap();
    headers.add(":status", Integer.toString(response.getStatus()));
    copy(response.getHeaders(), headers);
    HeaderMap trailers = new HeaderMap();
    HttpFields received = response.getTrailers();
    if (received != null) {
      copy(received, trailers);
    }
    listener.onResponse(headers, Bytes.wrap(body.toByteArray()), trailers);
  }

  private static void copy(HttpFields source, HeaderMap target) {
    for (HttpField field : source) {
      String value = field.getValue();
      target.add(field.getName(), value == null ? "" : value);
    }
  }

  /// In Envoy's words.
  private static FailedResponse failed(Throwable failure) {
    return switch (failure) {
      case TimeoutException _ -> FailedResponse.timeout();
      case UnknownHostException _ -> new FailedResponse(503, "no healthy upstream");
      case SocketTimeoutException _ -> FailedResponse.unreachable("connection timeout");
      case ConnectException _ -> FailedResponse.unreachable("remote connection failure");
      case SSLException e ->
          FailedResponse.unreachable(
              "remote connection failure, transport failure reason: TLS_error: " + e.getMessage());
      case RejectedExecutionException _ -> FailedResponse.unreachable("overflow");
      default -> FailedResponse.unreachable("connection termination");
    };
  }

  /// The response is longer than the upstream's may be.
  private static final class TooLongException extends Exception {
    private static final long serialVersionUID = 1L;

    TooLongException(String message) {
      super(message);
    }
  }
}
