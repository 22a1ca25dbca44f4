package dev.weir.extproc.upstream;

import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;

/// HTTP/2 to one upstream, whatever authority a request names.
final class Http2Transport extends HttpClientTransportOverHTTP2 {
  private final Origin origin;

  Http2Transport(Endpoint endpoint, ClientConnector connector) {
    super(new HTTP2Client(connector));
    this.origin = Origins.of(endpoint, endpoint.tls().isPresent() ? "h2" : "h2c");
  }

  @Override
  public Origin newOrigin(Request request) {
    return origin;
  }
}
