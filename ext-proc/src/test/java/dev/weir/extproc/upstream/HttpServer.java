package dev.weir.extproc.upstream;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// A server of HTTP/1.1 and HTTP/2 whose answer is in the path: see [#handle].
final class HttpServer extends Handler.Abstract {
  /// A request as it arrived.
  record Received(
      String version,
      String method,
      String target,
      String authority,
      HttpFields headers,
      String body,
      HttpFields trailers) {}

  private static final char[] PASSWORD = "test".toCharArray();

  private final ServerConnector connector;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

  private HttpServer(ServerConnector connector, Server server) throws Exception {
    this.connector = connector;
    server.addConnector(connector);
    server.setHandler(this);
    server.start();
  }

  static HttpServer plain() throws Exception {
    Server server = new Server();
    HttpConfiguration http = lenient();
    return new HttpServer(
        new ServerConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http)),
        server);
  }

  /// With TLS, and a demand for a client certificate.
  static HttpServer secured(Certificates certificates) throws Exception {
    Server server = new Server();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(certificates.server().toKeyStore(PASSWORD));
    tls.setKeyStorePassword("test");
    tls.setTrustStore(certificates.authority().toKeyStore(PASSWORD));
    tls.setNeedClientAuth(true);
    HttpConfiguration http = lenient();
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http1.getProtocol());
    return new HttpServer(
        new ServerConnector(
            server,
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(http),
            http1),
        server);
  }

  /// Takes every path as it comes.
  private static HttpConfiguration lenient() {
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.UNSAFE);
    return http;
  }

  int port() {
    return connector.getLocalPort();
  }

  Received take() throws InterruptedException {
    return received.take();
  }

  int unseen() {
    return received.size();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String body = Content.Source.asString(request, StandardCharsets.ISO_8859_1);
    HttpFields trailers = request.getTrailers();
    received.add(
        new Received(
            request.getConnectionMetaData().getProtocol(),
            request.getMethod(),
            request.getHttpURI().getPathQuery(),
            Request.getServerName(request) + ":" + Request.getServerPort(request),
            request.getHeaders(),
            body,
            trailers == null ? HttpFields.EMPTY : trailers));
    switch (request.getHttpURI().getPath()) {
      case "/silent" -> {} // never answered
      case "/reset" -> reset(response, callback);
      case "/long" -> Content.Sink.write(response, true, "x".repeat(100_000), callback);
      case "/moved" -> {
        response.setStatus(302);
        response.getHeaders().put("location", "/elsewhere");
        callback.succeeded();
      }
      case "/packed" -> {
        response.getHeaders().put("content-encoding", "gzip");
        Content.Sink.write(response, true, "not really", callback);
      }
      default -> echo(response, body, callback);
    }
    return true;
  }

  /// A response that begins and never ends well.
  private static void reset(Response response, Callback callback) {
    Content.Sink.write(
        response,
        false,
        "begun",
        Callback.from(() -> callback.failed(new IllegalStateException("as the test wants"))));
  }

  private static void echo(Response response, String body, Callback callback) {
    response.getHeaders().add("x-many", "1");
    response.getHeaders().add("X-Many", "2");
    HttpFields.Mutable trailers = HttpFields.build();
    trailers.add("x-end", "yes");
    response.setTrailersSupplier(() -> trailers);
    Content.Sink.write(response, true, "echo " + body, callback);
  }

  void shutDown() throws Exception {
    getServer().stop();
  }
}
