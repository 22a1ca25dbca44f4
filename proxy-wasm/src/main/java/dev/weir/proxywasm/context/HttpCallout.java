package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Lane;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.service.FailedResponse;
import dev.weir.proxywasm.service.Upstreams;
import dev.weir.proxywasm.service.Upstreams.HttpRequest;
import java.time.Duration;

/// One `proxy_http_call`.
final class HttpCallout extends Callout implements Upstreams.HttpListener {
  /// What a transport may take longer than the timeout it was given; after it the host answers.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final HttpRequest request;
  private Upstreams.Call call = () -> {};
  private Lane.Cancellable watch = () -> {};

  HttpCallout(PluginContext plugin, int token, HttpRequest request) {
    super(plugin, token);
    this.request = request;
  }

  @Override
  void dispatch() {
    call = plugin().services().upstreams().http(request, this);
    if (!request.timeout().isZero()) {
      watch = plugin().vm().lane().schedule(this::overdue, request.timeout().plus(GRACE));
    }
  }

  private void overdue() {
    call.cancel();
    FailedResponse.timeout().to(this);
  }

  @Override
  void undispatched(RuntimeException cause) {
    onReset(String.valueOf(cause.getMessage()));
  }

  @Override
  void cancel() {
    watch.cancel();
    call.cancel();
  }

  @Override
  public void onResponse(HeaderMap headers, Bytes body, HeaderMap trailers) {
    complete(() -> {
      watch.cancel();
      CalloutReply reply = plugin().reply();
      reply.status(ProxyStatus.OK.code(), "");
      reply.show(MapType.HTTP_CALL_RESPONSE_HEADERS, headers);
      if (trailers.size() > 0) {
        reply.show(MapType.HTTP_CALL_RESPONSE_TRAILERS, trailers);
      }
      reply.show(BufferType.HTTP_CALL_RESPONSE_BODY, body);
      tell(headers.size(), body.length(), trailers.size());
    });
  }

  @Override
  public void onReset(String reason) {
    complete(() -> {
      watch.cancel();
      plugin().reply().status(ProxyStatus.BROKEN_CONNECTION.code(), reason);
      tell(0, 0, 0);
    });
  }

  private void tell(int headers, int body, int trailers) {
    plugin().replied(Callback.HTTP_CALL_RESPONSE, token(), headers, body, trailers);
  }
}
