package dev.weir.extproc.upstream;

import dev.weir.proto.v1alpha1.Upstream.Protocol;
import dev.weir.proxywasm.service.FailedResponse;
import dev.weir.proxywasm.service.Upstreams.Call;
import dev.weir.proxywasm.service.Upstreams.HttpListener;
import dev.weir.proxywasm.service.Upstreams.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HTTP calls to one upstream: decision 0008.
///
/// Everything that a browser would want is switched off: a plugin gets the response as it came.
final class HttpCaller implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpCaller.class);

  /// How long an unused connection is kept. Shorter than what servers usually grant, so that calls
  /// seldom meet a connection that is being closed.
  private static final Duration IDLE = Duration.ofSeconds(30);

  /// What the connection's own timer is behind the call's, so that the latter decides.
  private static final Duration IDLE_MARGIN = Duration.ofSeconds(5);

  private static final int MAX_HEADER_BYTES = 64 << 10;

  private final Endpoint endpoint;
  private final OpenCalls open;
  private final HttpClient client;

  private HttpCaller(Endpoint endpoint, OpenCalls open, HttpClient client) {
    this.endpoint = endpoint;
    this.open = open;
    this.client = client;
  }

  /// @throws IOException if the client cannot be started
  static HttpCaller start(Endpoint endpoint, OpenCalls open, Resources resources)
      throws IOException {
    HttpClient client = new HttpClient(transport(endpoint, connector(endpoint, resources)));
    client.setSocketAddressResolver(FixedAddress.of(endpoint, resources));
    client.setMaxConnectionsPerDestination(endpoint.bounds().connections());
    client.setMaxRequestsQueuedPerDestination(endpoint.bounds().pending());
    client.setMaxRequestHeadersSize(MAX_HEADER_BYTES);
    client.setMaxResponseHeadersSize(MAX_HEADER_BYTES);
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    client.setDefaultRequestContentType(null);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    try {
      client.start();
    } catch (Exception e) {
      throw new IOException("HTTP client: " + e.getMessage(), e);
    }
    client.getContentDecoderFactories().clear();
    client.getProtocolHandlers().remove(RedirectProtocolHandler.NAME);
    client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
    client.getProtocolHandlers().remove(ProxyAuthenticationProtocolHandler.NAME);
    return new HttpCaller(endpoint, open, client);
  }

  private static ClientConnector connector(Endpoint endpoint, Resources resources)
      throws SSLException {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setExecutor(resources.threads());
    connector.setScheduler(resources.scheduler());
    connector.setByteBufferPool(resources.buffers());
    connector.setConnectTimeout(endpoint.bounds().connectTimeout());
    connector.setIdleTimeout(IDLE);
    if (endpoint.tls().isPresent()) {
      SslContextFactory.Client tls = new SslContextFactory.Client();
      tls.setSslContext(endpoint.tls().get().jdkContext());
      tls.setEndpointIdentificationAlgorithm("HTTPS");
      connector.setSslContextFactory(tls);
    }
    return connector;
  }

  private static HttpClientTransport transport(Endpoint endpoint, ClientConnector connector) {
    return endpoint.protocol() == Protocol.HTTP2
        ? new Http2Transport(endpoint, connector)
        : new Http1Transport(endpoint, connector);
  }

  /// Starts a call; `listener` hears exactly once, unless the call is cancelled.
  ///
  /// @throws IllegalArgumentException if the request is none that can be sent
  Call call(HttpRequest source, HttpListener listener) {
    Request request = HttpRequests.of(client, endpoint, source);
    if (!open.tryOpen()) {
      FailedResponse.unreachable("overflow").to(listener);
      return () -> {};
    }
    Duration timeout = timeout(source.timeout());
    HttpAnswer answer = new HttpAnswer(listener, open, endpoint.bounds().responseBytes());
    request
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .idleTimeout(timeout.plus(IDLE_MARGIN).toMillis(), TimeUnit.MILLISECONDS)
        .send(answer);
    return () -> answer.cancel(request);
  }

  /// The plugin's own, but not longer than the upstream's.
  private Duration timeout(Duration asked) {
    Duration most = endpoint.bounds().timeout();
    return asked.isZero() || asked.compareTo(most) > 0 ? most : asked;
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      log.warn("HTTP client of {}:{}: did not stop", endpoint.host(), endpoint.port(), e);
    }
  }
}
